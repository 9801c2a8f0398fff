package check

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"sort"

	"github.com/offpush/offpush/pkg/text"
)

// BaselineName is the file of a project's baseline, in its root.
const BaselineName = ".offpush-baseline.json"

// baselineVersion is that of the file; what this program does not know it refuses,
// as it would take old findings for new ones.
const baselineVersion = 1

// The file is for programs, but people review it with everything else that is
// committed: it is sorted, and has each message in both languages, so that it is
// the same whoever writes it.
type (
	baselineFile struct {
		Version  int               `json:"version"`
		Tool     baselineTool      `json:"tool"`
		Findings []baselineFinding `json:"findings"`
	}
	baselineTool struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	baselineFinding struct {
		Rule        string          `json:"rule"`
		Path        string          `json:"path"`
		Fingerprint string          `json:"fingerprint"`
		Message     baselineMessage `json:"message"`
	}
	baselineMessage struct {
		ZH string `json:"zh"`
		EN string `json:"en"`
	}
)

// Record returns the baseline of a report: its failed results, but for those that
// are ignored with a reason. What old knows of rules that were not asked for is
// kept; old may be nil.
func (r *Report) Record(old *Baseline, o Options) *Baseline {
	b := &Baseline{}
	for i := range r.Results {
		if res := &r.Results[i]; res.Status == Failed && res.Silence == nil {
			b.Findings = append(b.Findings, Finding{
				Rule: res.Rule.ID, Path: portable(res.Span.File), Fingerprint: res.Fingerprint, Message: res.Message.Map(text.Visible),
			})
		}
	}
	if old != nil {
		for _, f := range old.Findings {
			if !o.selects(f.Rule) {
				b.Findings = append(b.Findings, f)
			}
		}
	}
	sort.Slice(b.Findings, func(i, j int) bool {
		x, y := &b.Findings[i], &b.Findings[j]
		return cmp.Or(cmp.Compare(x.Path, y.Path), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Fingerprint, y.Fingerprint)) < 0
	})
	return b
}

// Encode is the content of the file; name and version are those of the program.
func (b *Baseline) Encode(name, version string) ([]byte, error) {
	file := baselineFile{Version: baselineVersion, Tool: baselineTool{name, version}, Findings: []baselineFinding{}}
	for _, f := range b.Findings {
		file.Findings = append(file.Findings, baselineFinding{f.Rule, f.Path, f.Fingerprint, baselineMessage(f.Message)})
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(file)
	return out.Bytes(), err
}

// ParseBaseline reads what [Baseline.Encode] wrote. It says what is wrong with
// the content where it cannot; newer is set where a newer version of offpush may
// be able to.
func ParseBaseline(data []byte) (b *Baseline, wrong text.Text, newer bool) {
	var head struct {
		Version int `json:"version"`
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if wrong := decodeOne(data, &head); !wrong.IsZero() {
		return nil, wrong, false
	}
	switch {
	case head.Version > baselineVersion:
		return nil, text.F("由更新版本的 offpush 写入（格式版本 %d），请升级 offpush", "written by a newer offpush (version %d of the format); update offpush", head.Version), true
	case head.Version != baselineVersion:
		return nil, text.T("不是 offpush 的基线文件（没有 version）", "no baseline of offpush (it has no version)"), false
	}
	var file baselineFile
	if wrong := decodeOne(data, &file); !wrong.IsZero() {
		return nil, wrong, false
	}
	b = &Baseline{}
	for i, f := range file.Findings {
		if raw, err := hex.DecodeString(f.Fingerprint); err != nil || len(raw) != fingerprintSize || f.Rule == "" {
			return nil, text.F("第 %d 条不完整：缺少 rule，或 fingerprint 不对", "entry %d is not whole: no rule, or a wrong fingerprint", i+1), false
		}
		b.Findings = append(b.Findings, Finding{Rule: f.Rule, Path: f.Path, Fingerprint: f.Fingerprint, Message: text.Text(f.Message)})
	}
	return b, text.Text{}, false
}

// decodeOne decodes the one value that data holds.
func decodeOne(data []byte, v any) text.Text {
	d := json.NewDecoder(bytes.NewReader(data))
	err := d.Decode(v)
	if err == nil {
		if _, err = d.Token(); errors.Is(err, io.EOF) {
			return text.Text{}
		}
	}
	line := 1 + bytes.Count(data[:min(d.InputOffset(), int64(len(data)))], []byte{'\n'})
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line = 1 + bytes.Count(data[:min(max(syntax.Offset-1, 0), int64(len(data)))], []byte{'\n'})
	}
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		line = 1 + bytes.Count(data[:min(max(kind.Offset-1, 0), int64(len(data)))], []byte{'\n'})
		return text.F("第 %d 行的值类型不对", "line %d has a value of the wrong type", line)
	}
	return text.F("第 %d 行不是有效的内容（合并冲突没有解决？）", "line %d makes no sense (a merge conflict?)", line)
}
