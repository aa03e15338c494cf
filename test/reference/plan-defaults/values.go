package main

import (
	"encoding/json"
	"sort"

	"github.com/hashicorp/terraform/internal/configs/configschema"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

func dummy(ty cty.Type) cty.Value {
	switch {
	case ty == cty.String:
		return cty.StringVal("dummy")
	case ty == cty.Number:
		return cty.NumberIntVal(1)
	case ty == cty.Bool:
		return cty.True
	case ty.IsListType():
		return cty.ListVal([]cty.Value{dummy(ty.ElementType())})
	case ty.IsSetType():
		return cty.SetVal([]cty.Value{dummy(ty.ElementType())})
	case ty.IsMapType():
		return cty.MapVal(map[string]cty.Value{"k": dummy(ty.ElementType())})
	case ty.IsObjectType():
		m := map[string]cty.Value{}
		for k, t := range ty.AttributeTypes() {
			m[k] = dummy(t)
		}
		return cty.ObjectVal(m)
	}
	return cty.NullVal(ty)
}

// config with required attributes set, and the one block at the end of the chain in it
func chain(b *configschema.Block, path []string, h hints) cty.Value {
	min := config(b, false, h)
	if len(path) == 0 {
		return min
	}
	m := min.AsValueMap()
	if nb, ok := b.BlockTypes[path[0]]; ok {
		e := chain(&nb.Block, path[1:], h.below(path[0]))
		switch nb.Nesting {
		case configschema.NestingSet:
			m[path[0]] = cty.SetVal([]cty.Value{e})
		case configschema.NestingList:
			m[path[0]] = cty.ListVal([]cty.Value{e})
		default:
			m[path[0]] = e
		}
	} else {
		// an attribute that is written as blocks: one with nulls
		m[path[0]] = config(b, true, h).GetAttr(path[0])
	}
	return cty.ObjectVal(m)
}

// the same with one attribute of that block set
func with(b *configschema.Block, conf cty.Value, path []string, name string, v cty.Value) cty.Value {
	m := conf.AsValueMap()
	if len(path) == 0 {
		m[name] = v
		return cty.ObjectVal(m)
	}
	nb := b.BlockTypes[path[0]]
	inner := m[path[0]]
	switch nb.Nesting {
	case configschema.NestingSet:
		m[path[0]] = cty.SetVal([]cty.Value{with(&nb.Block, inner.AsValueSlice()[0], path[1:], name, v)})
	case configschema.NestingList:
		m[path[0]] = cty.ListVal([]cty.Value{with(&nb.Block, inner.AsValueSlice()[0], path[1:], name, v)})
	default:
		m[path[0]] = with(&nb.Block, inner, path[1:], name, v)
	}
	return cty.ObjectVal(m)
}

// the block at the end of the chain in a plan; false where it is not the one that was configured
func find(v cty.Value, path []string) (cty.Value, bool) {
	for _, k := range path {
		if v.IsNull() || !v.IsKnown() || !v.Type().IsObjectType() || !v.Type().HasAttribute(k) {
			return v, false
		}
		v = v.GetAttr(k)
		if !v.IsNull() && v.IsKnown() && (v.Type().IsListType() || v.Type().IsSetType()) {
			s := v.AsValueSlice()
			if len(s) != 1 {
				return v, false
			}
			v = s[0]
		}
	}
	return v, !v.IsNull() && v.IsKnown() && v.Type().IsObjectType()
}

// every chain of blocks
func chains(b *configschema.Block, prefix []string, out *[][]string) {
	names := []string{}
	for k, nb := range b.BlockTypes {
		if k != "timeouts" && nb.Nesting != configschema.NestingMap {
			names = append(names, k)
		}
	}
	if len(prefix) == 0 {
		for k, a := range b.Attributes {
			ty := a.ImpliedType()
			if a.Optional && (ty.IsSetType() || ty.IsListType()) && ty.ElementType().IsObjectType() && a.NestedType == nil {
				names = append(names, k)
			}
		}
	}
	sort.Strings(names)
	for _, k := range names {
		p := append(append([]string{}, prefix...), k)
		*out = append(*out, p)
		if nb, ok := b.BlockTypes[k]; ok && len(p) < 6 {
			chains(&nb.Block, p, out)
		}
	}
}

func blockAt(b *configschema.Block, path []string) *configschema.Block {
	for _, k := range path {
		nb, ok := b.BlockTypes[k]
		if !ok {
			return nil
		}
		b = &nb.Block
	}
	return b
}

func config(b *configschema.Block, blocks bool, h hints) cty.Value {
	m := map[string]cty.Value{}
	for k, a := range b.Attributes {
		ty := a.ImpliedType()
		if hint, ok := h.value(k, ty); ok {
			m[k] = hint
		} else if a.Required {
			m[k] = dummy(ty)
		} else if blocks && a.Optional && !a.WriteOnly && (ty.IsSetType() || ty.IsListType()) && ty.ElementType().IsObjectType() && a.NestedType == nil {
			// attribute as block: one with nulls
			e := map[string]cty.Value{}
			for n, t := range ty.ElementType().AttributeTypes() {
				e[n] = cty.NullVal(t)
			}
			if ty.IsSetType() {
				m[k] = cty.SetVal([]cty.Value{cty.ObjectVal(e)})
			} else {
				m[k] = cty.ListVal([]cty.Value{cty.ObjectVal(e)})
			}
		} else {
			m[k] = cty.NullVal(ty)
		}
	}
	for k, nb := range b.BlockTypes {
		ety := nb.Block.ImpliedType()
		below := h.below(k)
		want := blocks || nb.MinItems > 0 || len(below) > 0
		switch nb.Nesting {
		case configschema.NestingList:
			if want {
				m[k] = cty.ListVal([]cty.Value{config(&nb.Block, blocks, below)})
			} else {
				m[k] = cty.ListValEmpty(ety)
			}
		case configschema.NestingSet:
			if want {
				m[k] = cty.SetVal([]cty.Value{config(&nb.Block, blocks, below)})
			} else {
				m[k] = cty.SetValEmpty(ety)
			}
		default:
			m[k] = cty.NullVal(ety)
		}
	}
	return cty.ObjectVal(m)
}

// what the plan has and the configuration does not
func diff(conf, plan cty.Value, path string, out map[string]interface{}) {
	if plan.IsNull() || !plan.IsKnown() {
		return
	}
	if conf.IsNull() {
		if !plan.IsWhollyKnown() {
			return
		}
		j, err := ctyjson.Marshal(plan, plan.Type())
		if err != nil {
			return
		}
		out[path] = json.RawMessage(j)
		return
	}
	ty := plan.Type()
	switch {
	case ty.IsObjectType():
		for k := range ty.AttributeTypes() {
			p := k
			if path != "" {
				p = path + "." + k
			}
			diff(conf.GetAttr(k), plan.GetAttr(k), p, out)
		}
	case (ty.IsListType() || ty.IsSetType()) && ty.ElementType().IsObjectType():
		cs, ps := conf.AsValueSlice(), plan.AsValueSlice()
		if len(cs) == 0 && len(ps) > 0 && plan.IsWhollyKnown() {
			return
		}
		if len(cs) == 1 && len(ps) == 1 {
			diff(cs[0], ps[0], path, out)
		}
	}
}

func entries(b *configschema.Block) int {
	n := len(b.Attributes)
	for _, nb := range b.BlockTypes {
		n += 1 + entries(&nb.Block)
	}
	return n
}

// how many blocks there are; more than any where nobody knows
func size(v cty.Value) int {
	switch {
	case !v.IsKnown():
		return 1 << 20
	case v.IsNull():
		return 0
	case v.Type().IsObjectType():
		return 1
	}
	return v.LengthInt()
}
