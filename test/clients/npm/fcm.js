// @googleapis/fcm: camelCase JSON; its hosts are fixed, so it goes through the
// proxy.
const { fcm, auth } = require('@googleapis/fcm');
const { settings, print } = require('./settings');

(async () => {
  const client = new auth.GoogleAuth({ keyFile: settings.account, scopes: ['https://www.googleapis.com/auth/firebase.messaging'] });
  const service = fcm({ version: 'v1', auth: client });
  const send = async (token) => {
    try {
      const r = await service.projects.messages.send({
        parent: 'projects/demo-offpush',
        requestBody: {
          message: {
            token,
            notification: { title: '你好', body: '晚上见' },
            data: { room: '42' },
            android: { collapseKey: 'k', ttl: '3600s', notification: { channelId: 'chat', clickAction: 'OPEN' } },
          },
        },
      });
      return [r.status, r.data.name.split('/').slice(0, 3).join('/')];
    } catch (e) {
      return [e.status || (e.response && e.response.status), e.message];
    }
  };
  print([await send(settings.token), await send(settings.gone)]);
})();
