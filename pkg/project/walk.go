package project

import (
	"io/fs"
	"os"
	"path"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
)

// MaxCodeSize is the size above which a file is not read as code: 512 KiB. No
// hand-written file comes near it, and reading takes fifty times as much memory.
// Files up to maxSievedSize are still searched, because libraries of that size
// are common; most say nothing of the plugin.
const (
	MaxCodeSize   = 512 << 10
	maxSievedSize = 4 << 20
)

// batch is how many files of one folder a worker takes at a time, so that a
// folder with very many files still keeps all cores busy.
const batch = 64

var codeExtensions = []string{".vue", ".nvue", ".uvue", ".js", ".mjs", ".ts", ".uts"}

// Folders without code of the app. Those of notCode are products and packages
// wherever they stand; those of notCodeAtTop mean something only at the top of
// the sources or of a uni_modules package: cloud functions (which may hold
// secrets), web pages for a web view, components of mini programs, native
// plugins.
var (
	notCode = map[string]bool{
		"node_modules": true, "unpackage": true, "dist": true, "utssdk": true, "__MACOSX": true,
		"__tests__": true, "__mocks__": true,
	}
	notCodeAtTop = map[string]bool{
		"nativeplugins": true, "nativeResources": true, "hybrid": true, "cloudfunctions": true,
		"uniCloud": true, "wxcomponents": true, "mycomponents": true, "swancomponents": true,
		"ttcomponents": true, "kscomponents": true, "jdcomponents": true,
	}
)

// skipsDir reports whether a folder, given relative to the root, is left out.
func (w *walker) skipsDir(rel string) bool {
	name, parent := path.Base(rel), path.Dir(rel)
	return notCode[name] || strings.HasPrefix(name, ".") ||
		strings.HasPrefix(name, "uniCloud-") || strings.HasPrefix(name, "cloudfunctions-") ||
		notCodeAtTop[name] && (parent == path.Clean(w.start) || path.Base(path.Dir(parent)) == "uni_modules")
}

// isCode reports whether a file's name is that of code. Names that begin with
// "._" are what macOS leaves in archives.
func isCode(name string) bool {
	ext := path.Ext(name)
	return slices.Contains(codeExtensions, ext) && !strings.HasPrefix(name, "._") &&
		!strings.HasSuffix(name, ".d.ts") && !strings.HasSuffix(name, ".test"+ext) && !strings.HasSuffix(name, ".spec"+ext)
}

// job is a folder to list, or some files of one to read.
type job struct {
	dir   string // relative to the root
	files []string
}

// walker visits all code files below a folder, on all cores, and hands their
// text to a function that must not keep it.
type walker struct {
	over  *Changes
	root  string
	start string
	visit func(rel string, data []byte)
	note  func(rel string) // told of Apple's files; nil: nobody asks

	mu      sync.Mutex
	wake    sync.Cond
	jobs    []job
	busy    int
	skipped []Skip
	linked  map[string]bool // visited outside start; see link
}

// walkCode visits the code files below dir. visit runs on several goroutines at
// once; data is only valid during the call. It returns what could not be read.
func walkCode(root, dir string, visit func(rel string, data []byte)) []Skip {
	return walkNoting(nil, root, dir, visit, nil)
}

// walkNoting is walkCode that also tells note, on several goroutines as well, of
// Apple's files in the folders that it comes to. It reads the files as they
// would be with changes.
func walkNoting(over *Changes, root, dir string, visit func(rel string, data []byte), note func(rel string)) []Skip {
	w := &walker{over: over, root: root, start: dir, visit: visit, note: note, jobs: []job{{dir: dir}}, linked: map[string]bool{}}
	w.wake.L = &w.mu
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(w.work)
	}
	wg.Wait()
	sort.Slice(w.skipped, func(i, j int) bool { return w.skipped[i].Path < w.skipped[j].Path })
	return w.skipped
}

func (w *walker) work() {
	buf := make([]byte, 64<<10)
	for {
		j, ok := w.next()
		if !ok {
			return
		}
		if j.files == nil {
			j.files = w.list(j.dir)
		}
		for _, name := range j.files {
			buf = w.read(path.Join(j.dir, name), buf)
		}
		w.done()
	}
}

// next waits for a job; it returns false when all are done.
func (w *walker) next() (job, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.jobs) == 0 {
		if w.busy == 0 {
			w.wake.Broadcast()
			return job{}, false
		}
		w.wake.Wait()
	}
	j := w.jobs[len(w.jobs)-1]
	w.jobs = w.jobs[:len(w.jobs)-1]
	w.busy++
	return j, true
}

func (w *walker) done() {
	w.mu.Lock()
	w.busy--
	if w.busy == 0 && len(w.jobs) == 0 {
		w.wake.Broadcast()
	}
	w.mu.Unlock()
}

func (w *walker) add(jobs ...job) {
	w.mu.Lock()
	w.jobs = append(w.jobs, jobs...)
	w.wake.Broadcast()
	w.mu.Unlock()
}

func (w *walker) skip(s Skip) {
	w.mu.Lock()
	w.skipped = append(w.skipped, s)
	w.mu.Unlock()
}

// list makes jobs of what a folder holds, and returns the last few files for
// the caller to read.
func (w *walker) list(dir string) []string {
	if !w.first(dir) {
		return nil
	}
	entries, err := w.over.list(w.root, dir, readDir)
	if err != nil {
		w.skip(Skip{Path: dir, Reason: SkipError, Err: cause(err)})
	}
	if dir != w.start && isNestedProject(dir, entries) {
		return nil
	}
	var files []string
	var jobs []job
	for _, e := range entries {
		rel := path.Join(dir, e.Name())
		switch {
		case e.IsDir():
			if !w.skipsDir(rel) {
				jobs = append(jobs, job{dir: rel})
			}
		case e.Type()&fs.ModeSymlink != 0:
			w.link(rel)
		case isCode(e.Name()) && !e.Type().IsRegular():
			w.skip(Skip{Path: rel, Reason: SkipSpecial})
		case isCode(e.Name()):
			if files = append(files, e.Name()); len(files) == batch {
				jobs = append(jobs, job{dir: dir, files: files})
				files = nil
			}
		case w.note != nil && isAppleFile(e.Name()) && e.Type().IsRegular():
			w.note(rel)
		}
	}
	if len(jobs) > 0 {
		w.add(jobs...)
	}
	return files
}

// isNestedProject: a folder with its own manifest.json and pages.json is another
// project; its code is not this one's.
func isNestedProject(dir string, entries []fs.DirEntry) bool {
	has := func(name string) bool {
		return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == name })
	}
	return has("manifest.json") && has("pages.json") && path.Base(path.Dir(dir)) != "uni_modules"
}

// readDir lists a folder without sorting it.
func readDir(name string) ([]fs.DirEntry, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.ReadDir(-1)
}

// read visits one file, and returns the buffer, which may have grown.
func (w *walker) read(rel string, buf []byte) []byte {
	if !w.first(rel) {
		return buf
	}
	n, buf, err := w.over.slurp(w.root, rel, buf, maxSievedSize)
	switch {
	case err != nil:
		w.skip(Skip{Path: rel, Reason: SkipError, Err: cause(err)})
	case n > maxSievedSize:
		w.skip(Skip{Path: rel, Reason: SkipTooLarge})
	default:
		w.visit(rel, buf[:n])
	}
	return buf
}
