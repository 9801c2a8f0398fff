package cmd_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// docLink is a link of a document to a file or folder; in code, its words are an
// identifier that the file declares.
var docLink = regexp.MustCompile("\\[(`?)([^\\]`]+)`?\\]\\(([^)#]+)\\)")

// TestArchitectureDocument: every file and folder that docs/architecture.md links
// to exists, and declares what is linked there.
func TestArchitectureDocument(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "docs", "architecture.md"))
	must(t, err)
	links := docLink.FindAllStringSubmatch(string(data), -1)
	if len(links) < 50 {
		t.Fatalf("only %d links were understood", len(links))
	}
	declared := map[string]map[string]bool{}
	for _, l := range links {
		identifier, name, target := l[1] != "", l[2], l[3]
		file := filepath.Join("..", "docs", filepath.FromSlash(target))
		if _, err := os.Stat(file); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !identifier {
			continue
		}
		if declared[file] == nil {
			declared[file] = declarations(t, file)
		}
		if !declared[file][name] {
			t.Errorf("%s does not declare %s", target, name)
		}
	}
}

// declarations are the names that a file declares at its top, methods as
// Type.Method.
func declarations(t *testing.T, file string) map[string]bool {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	must(t, err)
	names := map[string]bool{}
	for _, d := range parsed.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			names[receiverOf(d)+d.Name.Name] = true
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					names[s.Name.Name] = true
				case *ast.ValueSpec:
					for _, n := range s.Names {
						names[n.Name] = true
					}
				}
			}
		}
	}
	return names
}

// receiverOf is a method's type with the point behind it, "" of a function.
func receiverOf(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	of := f.Recv.List[0].Type
	if star, ok := of.(*ast.StarExpr); ok {
		of = star.X
	}
	if id, ok := of.(*ast.Ident); ok {
		return id.Name + "."
	}
	return ""
}
