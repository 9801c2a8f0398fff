package script

import (
	"strings"
	"testing"
)

// page is a component as pages of uni-app projects are.
const page = `<template>
	<view class="content" :class="{ dark: theme === 'dark' }">
		<block v-for="(item, index) in list" :key="item.id">
			<text v-if="item.count > 0" @click="open(item, index)">{{ item.title | trim }}</text>
		</block>
	</view>
</template>

<script>
import { mapState } from 'vuex'
import TIM from 'tim-wx-sdk'
// #ifdef APP-PLUS
const TUIOfflinePush = uni.requireNativePlugin('TencentCloud-TUIOfflinePush')
// #endif
export default {
	data() {
		return { list: [], page: 1, loading: false, title: '消息' }
	},
	computed: { ...mapState(['user']), total() { return this.list.reduce((sum, x) => sum + x.count, 0) } },
	async onLoad(options) {
		try {
			// 加载第一页
			const { data } = await this.$http.get('/api/list?page=' + this.page, { id: options.id, size: 20 })
			if (!data || data.code !== 0) return
			this.list = data.rows.map(row => ({ ...row, title: row.title.replace(/\s+/g, ' '), time: ` + "`${row.date} ${row.time}`" + ` }))
		} catch (e) {
			uni.showToast({ title: '加载失败', icon: 'none' })
		}
		// #ifdef H5
		document.title = this.title
		// #endif
	},
	methods: {
		open(item, index) {
			uni.navigateTo({ url: '/pages/detail/detail?id=' + item.id + '&index=' + index, success: () => { this.$set(item, 'count', 0) } })
		},
		/* login() { chat.registerPlugin({ 'tim-offline-push-plugin': TUIOfflinePush }) }, */
		login() {
			uni.$chat.registerPlugin({
				'tim-offline-push-plugin': TUIOfflinePush,
				'offlinePushConfig': { huaweiBusinessID: '1234', xiaomiBusinessID: '', vivoBusinessID: '5678' }
			})
		}
	}
}
</script>

<style lang="scss">
.content { /* #ifndef APP-NVUE */ display: flex; /* #endif */ }
</style>
`

func BenchmarkRead(b *testing.B) {
	opt := Options{Names: []string{"TencentCloud-TUIOfflinePush", "tim-offline-push-plugin"}, Properties: []string{"offlinePushConfig"}}
	script := page[strings.Index(page, "import"):strings.Index(page, "</script>")]
	for _, bench := range []struct{ name, file, src string }{
		{"page", "a.vue", page},
		{"long", "a.js", strings.Repeat(script, 200)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			data := []byte(bench.src)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				Read(bench.file, data, opt)
			}
		})
	}
}
