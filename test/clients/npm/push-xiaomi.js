// push-xiaomi: form by axios, the address is an option.
const Xiaomi = require('push-xiaomi');
const { settings, print } = require('./settings');

const client = new Xiaomi({ pushUrl: settings.url + '/v3/message/regid', appSecret: settings.appSecret, appPkgName: settings.packageName });
client.push({
  list: [settings.token, settings.gone],
  title: '你好',
  content: '晚上见',
  payload: '{"room":"42"}',
  'extra.notify_effect': '1',
  sleep: 0,
  success: (r) => print([r.status, r.data.code, r.data.data && r.data.data.bad_regids, r.data.reason]),
  fail: (e) => print([String(e)]),
});
