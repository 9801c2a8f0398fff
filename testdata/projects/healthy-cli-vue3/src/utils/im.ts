import TencentCloudChat from '@tencentcloud/chat'

const chat = TencentCloudChat.create({ SDKAppID: 1400000000 })

export default chat
