// Package bigproject writes uni-app projects of any size, for benchmarks.
package bigproject

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// Write copies a sample project to dir and adds n source files of about 6 KB,
// the same ones each time. One in 500 sends messages with
// offlinePushInfo, as chat pages do.
func Write(dir, sample string, n int) error {
	if err := os.CopyFS(dir, os.DirFS(sample)); err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(1, uint64(n)))
	for i := range n {
		folder := filepath.Join(dir, "components", fmt.Sprintf("group%03d", i/100), fmt.Sprintf("cards%05d", i/10))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		name, text := fmt.Sprintf("card%05d.vue", i), component(random, i)
		if i%5 == 4 {
			name, text = fmt.Sprintf("helper%05d.js", i), helper(random, i)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

var nouns = []string{"order", "message", "profile", "price", "address", "coupon", "session", "comment", "banner", "search"}

var remarks = []string{"// 加载下一页，避免重复请求", "// 这里要等登录完成", "/* 兼容旧版本的数据格式 */", "// 与列表页共用的逻辑", "// 金额单位是分"}

func component(random *rand.Rand, i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<template>\n\t<view class=\"card%d\">\n", i)
	for range 20 {
		n := nouns[random.IntN(len(nouns))]
		fmt.Fprintf(&b, "\t\t<view v-if=\"show%s\" class=\"%s-item\" @click=\"open%s(item)\">{{ item.%s || '暂无' }}</view>\n", n, n, n, n)
	}
	b.WriteString("\t</view>\n</template>\n\n<script>\nimport { request } from '@/utils/request.js'\nimport store from '@/store/index.js'\n\nexport default {\n\tprops: { item: { type: Object, default: () => ({}) } },\n\tmethods: {\n")
	methods(&b, random, 12)
	if i%500 == 0 {
		b.WriteString("\t\tsend(tim, message) {\n\t\t\ttim.sendMessage(message, { offlinePushInfo: { title: '新消息', description: message.text } })\n\t\t}\n")
	}
	b.WriteString("\t}\n}\n</script>\n\n<style scoped>\n")
	for range 20 {
		fmt.Fprintf(&b, ".%s-item { padding: %drpx; color: #%06x; }\n", nouns[random.IntN(len(nouns))], random.IntN(60), random.IntN(1<<24))
	}
	b.WriteString("</style>\n")
	return b.String()
}

func helper(random *rand.Rand, i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "import { request } from '@/utils/request.js'\n\nexport const helper%d = {\n", i)
	methods(&b, random, 20)
	b.WriteString("}\n")
	return b.String()
}

func methods(b *strings.Builder, random *rand.Rand, n int) {
	for range n {
		a, c := nouns[random.IntN(len(nouns))], nouns[random.IntN(len(nouns))]
		fmt.Fprintf(b, "\t\t%s\n\t\tasync load%s%d(%s) {\n\t\t\tconst result = await request({ url: `/api/%s/${%s.id}`, method: 'GET', data: { size: %d } })\n\t\t\tthis.%s = result.list.map((x) => ({ ...x, %s: x.%s ?? '' }))\n\t\t},\n",
			remarks[random.IntN(len(remarks))], a, random.IntN(1000), c, a, c, random.IntN(100), a, c, c)
	}
}
