import { tim } from './im.js'

export const registerPush = (push) => {
  tim.registerPlugin({ 'tim-offline-push-plugin': push, offlinePushConfig })
}

const offlinePushConfig = {
  huaweiBusinessID: 30001,
  vivoBusinessID: 30003,
  oppoBusinessID: 30004,
  oppoAppKey: '0123456789abcdef0123456789abcd01',
  oppoAppSecret: '0123456789abcdef0123456789abcd02',
  iosBusinessID: 30005
}
