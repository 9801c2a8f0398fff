import tim from './im.js'

// 证书 ID 来自即时通信 IM 控制台
const offlinePushConfig = {
	huaweiBusinessID: 30001,
	xiaomiBusinessID: 30002,
	xiaomiAppID: '2882303761500000001',
	xiaomiAppKey: '5000000000001',
	meizuBusinessID: '',
	meizuAppID: '',
	meizuAppKey: '',
	vivoBusinessID: 30003,
	oppoBusinessID: 30004,
	oppoAppKey: '0123456789abcdef0123456789abcd01',
	oppoAppSecret: '0123456789abcdef0123456789abcd02',
	iosBusinessID: 30005
}

export function registerPush(push) {
	tim.registerPlugin({
		'tim-offline-push-plugin': push,
		offlinePushConfig
	})
}
