package project

import (
	"path"
	"slices"
	"strings"
)

var pageExtensions = []string{".vue", ".nvue", ".uvue"}

// isPage reports whether a file is a page: one that pages.json lists, or, where
// there is none because the build writes it, a component below a folder "pages".
func (c *collector) isPage(file string) bool {
	if c.pageFiles == nil {
		c.readPages()
	}
	if c.pagesUnread {
		rel := strings.TrimPrefix(strings.TrimPrefix(file, c.project.Source), "/")
		top, _, _ := strings.Cut(rel, "/")
		return strings.HasPrefix(top, "pages") && slices.Contains(pageExtensions, path.Ext(file)) && !strings.Contains(rel, "/components/")
	}
	return c.pageFiles[file]
}

func (c *collector) readPages() {
	c.pageFiles = map[string]bool{}
	root := c.link.tree.doc(path.Join(c.project.Source, "pages.json")).JSON()
	c.pagesUnread = root == nil
	add := func(dir, page string) {
		for _, ext := range pageExtensions {
			c.pageFiles[path.Join(c.project.Source, dir, page)+ext] = true
		}
	}
	for _, p := range root.Get("pages").Items() {
		add("", p.Get("path").Text())
	}
	for _, name := range []string{"subPackages", "subpackages"} {
		for _, sub := range root.Get(name).Items() {
			for _, p := range sub.Get("pages").Items() {
				add(sub.Get("root").Text(), p.Get("path").Text())
			}
		}
	}
}
