// Prints, as JSON, what a provider plans for each of its resource types with nothing but required arguments set, bare and
// with each block: providers/terraform/schema/generate-defaults.ts makes its table of that. It uses packages that are
// internal to Terraform, so it is built inside a copy of the module github.com/hashicorp/terraform (v1.11.4):
//
//	cp -r "$(go list -m -f '{{.Dir}}' github.com/hashicorp/terraform)" tf && cp -r plan-defaults tf/internal/
//	cd tf && go build -o plan-defaults.bin ./internal/plan-defaults && ./plan-defaults.bin <the provider's binary>
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"sort"
	"strings"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform/internal/configs/configschema"
	"github.com/hashicorp/terraform/internal/plans/objchange"
	tfplugin "github.com/hashicorp/terraform/internal/plugin"
	"github.com/hashicorp/terraform/internal/providers"
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
func chain(b *configschema.Block, path []string) cty.Value {
	min := config(b, false)
	if len(path) == 0 {
		return min
	}
	m := min.AsValueMap()
	if nb, ok := b.BlockTypes[path[0]]; ok {
		e := chain(&nb.Block, path[1:])
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
		m[path[0]] = config(b, true).GetAttr(path[0])
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

func config(b *configschema.Block, blocks bool) cty.Value {
	m := map[string]cty.Value{}
	for k, a := range b.Attributes {
		ty := a.ImpliedType()
		if a.Required {
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
		want := blocks || nb.MinItems > 0
		switch nb.Nesting {
		case configschema.NestingList:
			if want {
				m[k] = cty.ListVal([]cty.Value{config(&nb.Block, blocks)})
			} else {
				m[k] = cty.ListValEmpty(ety)
			}
		case configschema.NestingSet:
			if want {
				m[k] = cty.SetVal([]cty.Value{config(&nb.Block, blocks)})
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

func start() (*tfplugin.GRPCProvider, providers.GetProviderSchemaResponse, *goplugin.Client) {
	client := goplugin.NewClient(&goplugin.ClientConfig{
		HandshakeConfig:  tfplugin.Handshake,
		Logger:           hclog.NewNullLogger(),
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		Managed:          true,
		Cmd:              exec.Command(os.Args[1]),
		AutoMTLS:         true,
		VersionedPlugins: tfplugin.VersionedPlugins,
	})
	rpc, err := client.Client()
	if err != nil {
		panic(err)
	}
	raw, err := rpc.Dispense("provider")
	if err != nil {
		panic(err)
	}
	p := raw.(*tfplugin.GRPCProvider)
	p.PluginClient = client
	schema := p.GetProviderSchema()
	if schema.Diagnostics.HasErrors() {
		panic(schema.Diagnostics.Err())
	}
	pb := schema.Provider.Block
	pc := map[string]cty.Value{}
	for k, a := range pb.Attributes {
		pc[k] = cty.NullVal(a.ImpliedType())
	}
	for k, nb := range pb.BlockTypes {
		switch nb.Nesting {
		case configschema.NestingList:
			pc[k] = cty.ListValEmpty(nb.Block.ImpliedType())
		case configschema.NestingSet:
			pc[k] = cty.SetValEmpty(nb.Block.ImpliedType())
		default:
			pc[k] = cty.NullVal(nb.Block.ImpliedType())
		}
	}
	pc["region"] = cty.StringVal("us-east-1")
	pc["access_key"] = cty.StringVal("mock")
	pc["secret_key"] = cty.StringVal("mock")
	for _, k := range []string{"skip_credentials_validation", "skip_requesting_account_id", "skip_region_validation"} {
		pc[k] = cty.True
	}
	pc["skip_metadata_api_check"] = cty.StringVal("true")
	cr := p.ConfigureProvider(providers.ConfigureProviderRequest{TerraformVersion: "1.11.4", Config: cty.ObjectVal(pc)})
	if cr.Diagnostics.HasErrors() {
		panic(cr.Diagnostics.Err())
	}
	return p, schema, client
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

// what becomes of a text that is JSON, or has capitals
const jsonGiven = `{ "b" : "Z", "a" : [ "Y" ] }`
const jsonNormal = `{"a":["Y"],"b":"Z"}`
const policyGiven = `{ "Version" : "2012-10-17", "Statement" : [ ] }`
const policyNormal = `{"Statement":[],"Version":"2012-10-17"}`
const textGiven = "MiXed-text"

func main() {
	p, schema, client := start()
	names := []string{}
	for n := range schema.ResourceTypes {
		if len(os.Args) < 3 || strings.Contains(n, os.Args[2]) {
			names = append(names, n)
		}
	}
	sort.Strings(names)
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
	res := map[string]*result{}
	failed := 0
	plan := func(n string, b *configschema.Block, conf cty.Value) (st cty.Value, ok bool) {
		defer func() {
			if recover() != nil {
				ok = false
			}
		}()
		null := cty.NullVal(b.ImpliedType())
		prop := objchange.ProposedNew(b, null, conf)
		r := p.PlanResourceChange(providers.PlanResourceChangeRequest{TypeName: n, PriorState: null, ProposedNewState: prop, Config: conf})
		if r.Diagnostics.HasErrors() {
			if strings.Contains(r.Diagnostics.Err().Error(), "did not respond") {
				client.Kill()
				p, _, client = start()
				fmt.Fprintln(os.Stderr, n, "CRASHED")
			}
			return cty.NilVal, false
		}
		return r.PlannedState, r.PlannedState != cty.NilVal && !r.PlannedState.IsNull()
	}
	for _, n := range names {
		b := schema.ResourceTypes[n].Block
		out := &result{D: map[string]interface{}{}, Empty: map[string]string{}, Rewritten: map[string]string{}}
		res[n] = out
		all := [][]string{{}}
		chains(b, nil, &all)
		if len(all) > 250 {
			out.Bad = append(out.Bad, "*")
			all = [][]string{{}}
		}
		for _, path := range all {
			at := strings.Join(path, ".")
			conf := chain(b, path)
			st, ok := plan(n, b, conf)
			var got, gave cty.Value
			if ok {
				got, ok = find(st, path)
				gave, _ = find(conf, path)
			}
			inner := blockAt(b, path)
			if !ok {
				if at != "" {
					out.Bad = append(out.Bad, at)
				}
				continue
			}
			if at == "" {
				out.OK = true
			}
			prefix := at
			if prefix != "" {
				prefix += "."
			}
			for k := range got.Type().AttributeTypes() {
				if inner != nil && inner.BlockTypes[k] != nil {
					if size(got.GetAttr(k)) > size(gave.GetAttr(k)) {
						out.Computed = append(out.Computed, prefix+k)
					}
					continue
				}
				diff(gave.GetAttr(k), got.GetAttr(k), prefix+k, out.D)
			}
			if inner == nil {
				continue
			}
			for k, a := range inner.Attributes {
				if !a.Optional && !a.Required || a.WriteOnly {
					continue
				}
				ty := a.ImpliedType()
				try := func(v cty.Value) (cty.Value, bool) {
					st, ok := plan(n, b, with(b, conf, path, k, v))
					if !ok {
						return st, false
					}
					e, ok := find(st, path)
					if !ok {
						return e, false
					}
					return e.GetAttr(k), true
				}
				switch {
				case a.Optional && (ty.IsListType() || ty.IsSetType() || ty.IsMapType()):
					v := cty.ListValEmpty(cty.DynamicPseudoType)
					if ty.IsListType() {
						v = cty.ListValEmpty(ty.ElementType())
					} else if ty.IsSetType() {
						v = cty.SetValEmpty(ty.ElementType())
					} else {
						v = cty.MapValEmpty(ty.ElementType())
					}
					if e, ok := try(v); ok && len(path) == 0 {
						out.Empty[prefix+k] = map[bool]string{true: "null", false: "kept"}[e.IsNull()]
						if !e.IsKnown() {
							out.Empty[prefix+k] = "unknown"
						}
					}
				case ty == cty.String && len(path) < 2:
					for _, text := range []string{jsonGiven, policyGiven, textGiven} {
						e, ok := try(cty.StringVal(text))
						if !ok || !e.IsKnown() || (!e.IsNull() && e.AsString() == text) {
							continue
						}
						kind := "other"
						switch {
						case e.IsNull() || e.AsString() == "":
							// another argument decides whether it counts, or it is no policy
							continue
						case e.AsString() == jsonNormal || e.AsString() == policyNormal:
							kind = "json"
						case text == textGiven && e.AsString() == strings.ToUpper(text):
							kind = "upper"
						case text == textGiven && e.AsString() == strings.ToLower(text):
							kind = "lower"
						}
						// a plain word tells more than JSON does in a place that is not for JSON
						if was, ok := out.Rewritten[prefix+k]; ok && was != kind && text != textGiven {
							kind = "other"
						}
						out.Rewritten[prefix+k] = kind
					}
				}
			}
		}
		sort.Strings(out.Bad)
		sort.Strings(out.Computed)
		if !out.OK {
			failed++
		}
	}
	fmt.Fprintln(os.Stderr, "failed", failed, "of", len(names))
	client.Kill()
	enc := json.NewEncoder(os.Stdout)
	enc.Encode(res)
}
