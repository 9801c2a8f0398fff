package emulator

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// TestUsualLimits: the limits are those that docs/emulator.md names, in both
// languages.
func TestUsualLimits(t *testing.T) {
	t.Parallel()
	l := usualLimits()
	for name, words := range map[string][]string{
		"emulator.md": {
			fmt.Sprintf("Bodies up to %d MiB", maxBody>>20), fmt.Sprintf("headers up to %d KiB", l.header>>10), fmt.Sprintf("%d connections,", l.connections),
			fmt.Sprintf("%d bodies being read at once", l.bodies), fmt.Sprintf("%d streams of", l.streams), fmt.Sprintf("%g seconds for TLS and a request's header", l.greeting.Seconds()),
			fmt.Sprintf("%g seconds for its body", l.body.Seconds()), fmt.Sprintf("%g seconds to take a piece of the answer", l.answer.Seconds()), fmt.Sprintf("%g minutes between requests", l.idle.Minutes()),
			fmt.Sprintf("at most %d MiB together", maxInboxBytes>>20), fmt.Sprintf("of one request %d ", maxOfRequest), fmt.Sprintf("the newest %d,000 messages", maxMessages/1000),
		},
		"emulator.zh-CN.md": {
			fmt.Sprintf("正文最大 %d MiB", maxBody>>20), fmt.Sprintf("请求头最大 %d KiB", l.header>>10), fmt.Sprintf("最多 %d 个连接", l.connections),
			fmt.Sprintf("同时读取 %d 个正文", l.bodies), fmt.Sprintf("%d 个流", l.streams), fmt.Sprintf("TLS 握手和请求头限 %g 秒，", l.greeting.Seconds()),
			fmt.Sprintf("正文限 %g 秒，", l.body.Seconds()), fmt.Sprintf("一段应答限 %g 秒，", l.answer.Seconds()), fmt.Sprintf("请求之间限 %g 分钟；", l.idle.Minutes()),
			fmt.Sprintf("共不超过 %d MiB", maxInboxBytes>>20), fmt.Sprintf("一个请求最多 %d 条", maxOfRequest), fmt.Sprintf("最近 %d,000 条消息", maxMessages/1000),
		},
	} {
		data, err := os.ReadFile("../../docs/" + name)
		if err != nil {
			t.Fatal(err)
		}
		one := " "
		if strings.Contains(name, "zh") {
			one = "" // a line of Chinese goes on without a blank
		}
		text := strings.ReplaceAll(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n", one)
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("docs/%s does not say: %s", name, w)
			}
		}
	}
	if l.farewell != time.Second {
		t.Errorf("the last words wait for %s", l.farewell)
	}
}
