// Prints, as JSON, what a provider plans for each of its resource types with nothing but required arguments set, bare and
// with each block: providers/terraform/schema/generate-defaults.ts makes its table of that. It uses packages that are
// internal to Terraform, so it is built inside a copy of the module github.com/hashicorp/terraform (v1.11.4):
//
//	cp -r "$(go list -m -f '{{.Dir}}' github.com/hashicorp/terraform)" tf && cp -r plan-defaults tf/internal/
//	cd tf && go build -o plan-defaults.bin ./internal/plan-defaults && ./plan-defaults.bin <the provider's binary>
//
// A second argument keeps only the types whose names contain it.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
)

func main() {
	p := &provider{}
	p.grpc, p.schema, p.client = start()
	names := []string{}
	for n := range p.schema.ResourceTypes {
		if len(os.Args) < 3 || strings.Contains(n, os.Args[2]) {
			names = append(names, n)
		}
	}
	sort.Strings(names)
	results := map[string]*result{}
	failed := 0
	for _, n := range names {
		results[n] = p.probe(n)
		if !results[n].OK {
			failed++
		}
	}
	fmt.Fprintln(os.Stderr, "failed", failed, "of", len(names))
	p.client.Kill()
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		panic(err)
	}
}
