// @parse/node-apn, token authentication over HTTP/2.
const apn = require('@parse/node-apn');
const { settings, print } = require('./settings');

const provider = new apn.Provider({
  token: { key: settings.key, keyId: settings.keyId, teamId: settings.teamId },
  address: settings.host,
  port: settings.port,
  ca: [settings.ca],
  production: true,
});

async function send(token, topic) {
  const note = new apn.Notification();
  note.topic = topic;
  note.alert = { title: '你好', body: '晚上见' };
  note.badge = 1;
  note.payload = { ext: '42' };
  const result = await provider.send(note, token);
  return {
    sent: result.sent.length,
    failed: result.failed.map((f) => [String(f.status), f.response && f.response.reason, f.error && String(f.error)]),
  };
}

(async () => {
  const results = [await send(settings.token, settings.topic), await send(settings.gone, settings.topic), await send(settings.token, 'com.example.other')];
  await provider.shutdown();
  print(results);
})();
