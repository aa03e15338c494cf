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

// config with required attributes set; blocks: one of each, if asked for (or required)
// only: the one top-level name that is present; "" = all where blocks, none otherwise
func configOnly(b *configschema.Block, only string, deep bool) cty.Value {
	min := config(b, false)
	if only == "" {
		return min
	}
	m := min.AsValueMap()
	if nb, ok := b.BlockTypes[only]; ok {
		e := config(&nb.Block, deep)
		if nb.Nesting == configschema.NestingSet {
			m[only] = cty.SetVal([]cty.Value{e})
		} else if nb.Nesting == configschema.NestingList {
			m[only] = cty.ListVal([]cty.Value{e})
		}
	} else {
		m[only] = config(b, true).GetAttr(only)
	}
	return cty.ObjectVal(m)
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

func main() {
	p, schema, client := start()
	names := []string{}
	for n := range schema.ResourceTypes {
		names = append(names, n)
	}
	sort.Strings(names)
	type result struct {
		OK  bool                   `json:"ok"`
		D   map[string]interface{} `json:"d"`
		Bad []string               `json:"bad,omitempty"`
		// blocks that the provider fills in when there are none
		Computed []string `json:"computed,omitempty"`
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
		if entries(schema.ResourceTypes[n].Block) > 300 {
			continue
		}
		b := schema.ResourceTypes[n].Block
		out := &result{D: map[string]interface{}{}}
		res[n] = out
		conf := configOnly(b, "", false)
		if st, ok := plan(n, b, conf); ok {
			out.OK = true
			diff(conf, st, "", out.D)
			for k := range b.BlockTypes {
				if !st.GetAttr(k).IsKnown() {
					out.Computed = append(out.Computed, k)
				}
			}
			sort.Strings(out.Computed)
		}
		tops := []string{}
		for k, nb := range b.BlockTypes {
			if nb.Nesting == configschema.NestingList || nb.Nesting == configschema.NestingSet {
				tops = append(tops, k)
			}
		}
		for k, a := range b.Attributes {
			ty := a.ImpliedType()
			if a.Optional && (ty.IsSetType() || ty.IsListType()) && ty.ElementType().IsObjectType() && a.NestedType == nil {
				tops = append(tops, k)
			}
		}
		sort.Strings(tops)
		for _, k := range tops {
			done := false
			for _, deep := range []bool{true, false} {
				conf := configOnly(b, k, deep)
				if st, ok := plan(n, b, conf); ok {
					diff(conf.GetAttr(k), st.GetAttr(k), k, out.D)
					done = true
					break
				}
			}
			if !done {
				out.Bad = append(out.Bad, k)
			}
		}
		if !out.OK {
			failed++
		}
	}
	fmt.Fprintln(os.Stderr, "failed", failed, "of", len(names))
	client.Kill()
	enc := json.NewEncoder(os.Stdout)
	enc.Encode(res)
}
