package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform/internal/configs/configschema"
	"github.com/hashicorp/terraform/internal/plans/objchange"
	tfplugin "github.com/hashicorp/terraform/internal/plugin"
	"github.com/hashicorp/terraform/internal/providers"
	"github.com/zclconf/go-cty/cty"
)

// a running provider; started anew when it crashes
type provider struct {
	grpc   *tfplugin.GRPCProvider
	schema providers.GetProviderSchemaResponse
	client *goplugin.Client
	// what was wrong with the configuration that was refused last
	told string
}

// what the provider plans for a new resource of this configuration; false where it refuses that
func (p *provider) plan(name string, b *configschema.Block, conf cty.Value) (st cty.Value, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	null := cty.NullVal(b.ImpliedType())
	prop := objchange.ProposedNew(b, null, conf)
	r := p.grpc.PlanResourceChange(providers.PlanResourceChangeRequest{TypeName: name, PriorState: null, ProposedNewState: prop, Config: conf})
	if r.Diagnostics.HasErrors() {
		told := r.Diagnostics.Err().Error()
		p.told = told
		if strings.Contains(told, "did not respond") || strings.Contains(told, "was cancelled") {
			p.client.Kill()
			p.grpc, _, p.client = start()
			fmt.Fprintln(os.Stderr, name, "CRASHED")
		}
		return cty.NilVal, false
	}
	return r.PlannedState, r.PlannedState != cty.NilVal && !r.PlannedState.IsNull()
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
