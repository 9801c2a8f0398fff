package report

import (
	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// The labels of what is said about a push.
var (
	labelStatus      = text.T("状态", "status")
	labelCode        = text.T("代码", "code")
	labelText        = text.T("原文", "text")
	labelID          = text.T("消息 ID", "id")
	labelEnvironment = text.T("环境", "env")
	labelEmulator    = text.T("模拟器", "checks")
	labelClass       = text.T("类别", "class")
	labelCauses      = text.T("原因", "causes")
	labelSure        = text.T("可信度", "source")
	labelNote        = text.T("说明", "note")
	labelTime        = text.T("用时", "time")
)

// sendLabels set the width of the column of labels.
var sendLabels = []text.Text{
	labelStatus, labelCode, labelText, labelID, labelEnvironment, labelClass, labelCauses, labelFix, labelSure, labelNote, labelTime,
}

// ClassName is a class of codes in words.
func ClassName(c catalog.Class) text.Text {
	switch c {
	case catalog.ClassNone:
		return text.T("成功", "success")
	case catalog.ClassCredential:
		return text.T("凭据", "credential")
	case catalog.ClassToken:
		return text.T("设备 token", "device token")
	case catalog.ClassEnvironment:
		return text.T("环境", "environment")
	case catalog.ClassContent:
		return text.T("消息内容", "content")
	case catalog.ClassPermission:
		return text.T("权限", "permission")
	case catalog.ClassQuota:
		return text.T("配额", "quota")
	case catalog.ClassThrottled:
		return text.T("限流", "throttled")
	case catalog.ClassTransient:
		return text.T("临时故障", "transient")
	}
	return text.T("未知", "unknown")
}

// SureName says where a fact comes from.
func SureName(c catalog.Certainty) text.Text {
	switch c {
	case catalog.Documented:
		return text.T("厂商文档", "the vendor's document")
	case catalog.FromSDK:
		return text.T("厂商 SDK", "the vendor's SDK")
	case catalog.ThirdParty:
		return text.T("仅见于第三方资料", "third parties only")
	}
	return text.T("推断", "inferred")
}
