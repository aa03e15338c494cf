package main

import (
	"sort"
	"strings"

	"github.com/hashicorp/terraform/internal/configs/configschema"
	"github.com/zclconf/go-cty/cty"
)

// with more chains of blocks than this, only the bare resource is planned
const maxChains = 250

type result struct {
	OK  bool                   `json:"ok"`
	D   map[string]interface{} `json:"d"`
	Bad []string               `json:"bad,omitempty"`
	// blocks that the provider fills in when there are none
	Computed []string `json:"computed,omitempty"`
	// empty collections by what they become: "null", "unknown", "kept"
	Empty map[string]string `json:"empty,omitempty"`
	// texts that do not stay as they are: "json" (compact, sorted), "lower", "upper", "other"
	Rewritten map[string]string `json:"rewritten,omitempty"`
}

// one resource type
type probe struct {
	*provider
	name  string
	block *configschema.Block
	out   *result
	hints hints
}

// one block of it, at the end of a chain of blocks, in the least configuration that has it
type place struct {
	*probe
	path   []string
	conf   cty.Value
	prefix string
}

func (p *provider) probe(name string) *result {
	out := &result{D: map[string]interface{}{}, Empty: map[string]string{}, Rewritten: map[string]string{}}
	t := &probe{provider: p, name: name, block: p.schema.ResourceTypes[name].Block, out: out, hints: known(name)}
	all := [][]string{{}}
	chains(t.block, nil, &all)
	if len(all) > maxChains {
		out.Bad = append(out.Bad, "*")
		all = [][]string{{}}
	}
	for _, path := range all {
		t.at(path)
	}
	sort.Strings(out.Bad)
	sort.Strings(out.Computed)
	return out
}

func (t *probe) at(path []string) {
	at := strings.Join(path, ".")
	conf, st, ok := t.learn(path)
	var got, gave cty.Value
	if ok {
		got, ok = find(st, path)
		gave, _ = find(conf, path)
	}
	if !ok {
		if at != "" {
			t.out.Bad = append(t.out.Bad, at)
		}
		return
	}
	prefix := at
	if at == "" {
		t.out.OK = true
	} else {
		prefix += "."
	}
	inner := blockAt(t.block, path)
	for k := range got.Type().AttributeTypes() {
		if inner != nil && inner.BlockTypes[k] != nil {
			if size(got.GetAttr(k)) > size(gave.GetAttr(k)) {
				t.out.Computed = append(t.out.Computed, prefix+k)
			}
			continue
		}
		diff(gave.GetAttr(k), got.GetAttr(k), prefix+k, t.out.D)
	}
	if inner != nil {
		(&place{probe: t, path: path, conf: conf, prefix: prefix}).arguments(inner)
	}
}

// the least configuration that has a chain of blocks, and its plan; what is refused tells how it has to be
func (t *probe) learn(path []string) (conf, st cty.Value, ok bool) {
	for i := 0; i < 8; i++ {
		conf = chain(t.block, path, t.hints.along(t.name, path))
		st, ok = t.plan(t.name, t.block, conf)
		if ok || !t.hints.learn(t.told) {
			return conf, st, ok
		}
	}
	return conf, st, ok
}

// what becomes of empty collections and of texts
func (l *place) arguments(inner *configschema.Block) {
	for k, a := range inner.Attributes {
		if !a.Optional && !a.Required || a.WriteOnly {
			continue
		}
		ty := a.ImpliedType()
		switch {
		case a.Optional && (ty.IsListType() || ty.IsSetType() || ty.IsMapType()):
			l.empty(k, ty)
		case ty == cty.String:
			l.texts(k)
		}
	}
}

// the planned value of one argument that is set besides
func (l *place) try(k string, v cty.Value) (cty.Value, bool) {
	st, ok := l.plan(l.name, l.block, with(l.block, l.conf, l.path, k, v))
	if !ok {
		return st, false
	}
	e, ok := find(st, l.path)
	if !ok {
		return e, false
	}
	return e.GetAttr(k), true
}

func (l *place) empty(k string, ty cty.Type) {
	v := cty.NilVal
	switch {
	case ty.IsListType():
		v = cty.ListValEmpty(ty.ElementType())
	case ty.IsSetType():
		v = cty.SetValEmpty(ty.ElementType())
	default:
		v = cty.MapValEmpty(ty.ElementType())
	}
	e, ok := l.try(k, v)
	switch {
	case !ok || len(l.path) > 0:
	case !e.IsKnown():
		l.out.Empty[l.prefix+k] = "unknown"
	case e.IsNull():
		l.out.Empty[l.prefix+k] = "null"
	default:
		l.out.Empty[l.prefix+k] = "kept"
	}
}

// what becomes of a text that is JSON, or has capitals
const jsonGiven = `{ "b" : "Z", "a" : [ "Y" ] }`
const jsonNormal = `{"a":["Y"],"b":"Z"}`
const policyGiven = `{ "Version" : "2012-10-17", "Statement" : [ ] }`
const policyNormal = `{"Statement":[],"Version":"2012-10-17"}`
const textGiven = "MiXed-text"

func (l *place) texts(k string) {
	texts := []string{jsonGiven, policyGiven, textGiven}
	// JSON stands deep inside hardly ever, and there are many such places
	if len(l.path) > 1 {
		texts = []string{textGiven}
	}
	for _, text := range texts {
		e, ok := l.try(k, cty.StringVal(text))
		// null or "": another argument decides whether it counts, or it is no policy
		if !ok || !e.IsKnown() || e.IsNull() || e.AsString() == text || e.AsString() == "" {
			continue
		}
		kind := kindOf(text, e.AsString())
		// a plain word tells more than JSON does in a place that is not for JSON
		if was, ok := l.out.Rewritten[l.prefix+k]; ok && was != kind && text != textGiven {
			kind = "other"
		}
		l.out.Rewritten[l.prefix+k] = kind
	}
}

func kindOf(given string, planned string) string {
	switch {
	case planned == jsonNormal || planned == policyNormal:
		return "json"
	case given == textGiven && planned == strings.ToUpper(given):
		return "upper"
	case given == textGiven && planned == strings.ToLower(given):
		return "lower"
	}
	return "other"
}
