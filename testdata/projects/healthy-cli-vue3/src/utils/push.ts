import chat from './im'

export interface PushClick {
  notification: { entity?: string }
}

// 证书 ID 来自即时通信 IM 控制台
const offlinePushConfig = {
  huaweiBusinessID: 30001,
  xiaomiBusinessID: 30002,
  xiaomiAppID: '2882303761500000001',
  xiaomiAppKey: '5000000000001',
  vivoBusinessID: 30003,
  oppoBusinessID: 30004,
  oppoAppKey: '0123456789abcdef0123456789abcd01',
  oppoAppSecret: '0123456789abcdef0123456789abcd02',
  iosBusinessID: 30005
} as const

export function registerPush(push: unknown): void {
  chat.registerPlugin({
    'tim-offline-push-plugin': push,
    offlinePushConfig
  })
}
