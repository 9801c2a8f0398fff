// xiaomi-push: its hosts are fixed, so it goes through the proxy; the CA comes by
// NODE_EXTRA_CA_CERTS.
const { Notification, Message } = require('xiaomi-push');
const { settings, print } = require('./settings');

const client = new Notification({ production: true, appSecret: settings.appSecret });
const message = new Message().title('你好').description('晚上见').payload('{"room":"42"}').passThrough(0).notifyType(-1).notifyId(7)
  .restrictedPackageName(settings.packageName).extra('notify_effect', '1');
const send = (token) => client.sendToRegid(token, message).then((r) => [r.code, r.result], (e) => [JSON.parse(e.message).code, JSON.parse(e.message).reason]);

(async () => {
  print([await send(settings.token), await send(settings.gone)]);
})();
