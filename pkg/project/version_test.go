package project

import "testing"

func TestReadRange(t *testing.T) {
	type answers struct{ from, below bool } // of 2.22.0; neither: it reaches over it
	for rng, want := range map[string]answers{
		"2.22.0":             {from: true},
		"=2.22.0":            {from: true},
		"v2.22.0":            {from: true},
		" 2.22.0 ":           {from: true},
		"2.22.0-beta.1":      {below: true},
		"^2.22.0":            {from: true},
		"~2.22.0":            {from: true},
		">=2.22.0":           {from: true},
		">= 2.22.0":          {from: true},
		">2.22.0":            {from: true},
		">2.21":              {from: true},
		">2":                 {from: true},
		"2":                  {},
		"2.22":               {from: true},
		"2.22.x":             {from: true},
		"2.X":                {},
		"2.19.*":             {below: true},
		"2.21":               {below: true},
		"^2":                 {},
		"^2.19.1":            {},
		"^0.22.0":            {below: true},
		"^0.0.3":             {below: true},
		"~2":                 {},
		"~2.19":              {below: true},
		"~2.19.1":            {below: true},
		"~>2.21.9":           {below: true},
		">=2.22.0 <3.0.0":    {from: true},
		"<3 >=2.22.0":        {from: true},
		">=2.10.0 <2.22.0":   {below: true},
		">=2.10.0 <=2.22.0":  {},
		"<2.22.0":            {below: true},
		"< 2.22":             {below: true},
		"<=2.21":             {below: true},
		"<=2.22":             {},
		"2.10.0 - 2.20.1":    {below: true},
		"2.10.0 - 2.22":      {},
		"^2.23.0 || ^2.19.0": {},
		"2.9.0 || 2.10.0":    {below: true},
		"*":                  {},
		"x":                  {},
		"npm:tim-wx-sdk@2.1": {below: true},
	} {
		r, ok := ReadRange(rng)
		if got := (answers{r.From("2.22.0"), r.Below("2.22.0")}); !ok || got != want {
			t.Errorf("ReadRange(%q) = %+v, %t: %+v, want %+v", rng, r, ok, got, want)
		}
	}
	for _, rng := range []string{
		"", " ", "||", "latest", "next", ">=2.22.0 || latest", "1.2.3.4", "^02.27.6", "workspace:*", "file:./sdk", "catalog:",
		"npm:other@2.27.0", "npm:tim-wx-sdk", "npm:@2.1.0", "github:a/b#v2.27.0", "http://a/b-2.tgz",
	} {
		if r, ok := ReadRange(rng); ok {
			t.Errorf("ReadRange(%q) = %+v", rng, r)
		}
	}
}

func TestRangeAllows(t *testing.T) {
	for rng, want := range map[string]map[string]bool{
		"^2.27.6":         {"2.27.6": true, "2.30.0": true, "3.0.0": false, "2.19.1": false, "": false, "link:../x": false},
		"~2.19.1":         {"2.19.4": true, "2.20.0": false},
		"^0.2.3":          {"0.2.9": true, "0.3.0": false},
		"2.20.1":          {"2.20.1": true, "2.20.2": false},
		"<=2.20.1":        {"2.20.1": true, "2.20.2": false},
		"2.1.0 || ^3.0.0": {"2.1.0": true, "3.9.0": true, "2.2.0": false},
		"*":               {"2.19.1": true},
	} {
		r, _ := ReadRange(rng)
		for version, want := range want {
			if got := r.Allows(version); got != want {
				t.Errorf("%q allows %q: %t", rng, version, got)
			}
		}
	}
}

func TestRangeExact(t *testing.T) {
	for rng, want := range map[string]string{"2.22.0": "2.22.0", "=v2.22.0": "2.22.0", "v2.1.0-a.1": "2.1.0-a.1", "2.22": "", "^2.22.0": "", "2.1.0 || 2.2.0": "", "latest": ""} {
		r, _ := ReadRange(rng)
		if got, ok := r.Exact(); got != want || ok != (want != "") {
			t.Errorf("%q is exactly %q, %t", rng, got, ok)
		}
	}
}

func FuzzReadRange(f *testing.F) {
	for _, s := range []string{"^2.22.0", ">=2.10.0 <3", "1 - 2", "2.x || v3.1.0-a.1+b", "latest", "npm:tim-wx-sdk@~2.19"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, rng string) {
		r, ok := ReadRange(rng)
		if ok != (len(r) > 0) {
			t.Errorf("ReadRange(%q) = %+v, %t", rng, r, ok)
		}
		if version, ok := r.Exact(); ok && !r.Allows(version) {
			t.Errorf("%q is exactly %q, but does not allow it", rng, version)
		}
	})
}
