package release

import "github.com/novasphere/wukong-fn/render/nmstate/schema"

// nmstateDefinition is the kind that makes the operator roll out its handlers.
func nmstateDefinition(r release) *definition {
	beta := instanceSpecBeta(r)
	v1 := served("v1", nmstateSchema(instanceSpec(r, beta)), statusColumn(), reasonColumn()).stored()
	v1beta1 := served("v1beta1", nmstateSchema(beta), statusColumn(), reasonColumn()).
		deprecated("nmstate/v1beta1 deprecated, use nmstate/v1 instead")
	if !r.instanceStatus {
		v1.AdditionalPrinterColumns, v1.Subresources = nil, nil
		v1beta1.AdditionalPrinterColumns, v1beta1.Subresources = nil, nil
		v1beta1.DeprecationWarning = ""
	}
	return define(names{Kind: "NMState", Plural: "nmstates", Singular: "nmstate"}, v1, v1beta1)
}

func nmstateSchema(spec *schema.Schema) *schema.Schema {
	return resource(schema.Props{
		"spec":   spec,
		"status": schema.Object(schema.Props{"conditions": conditions()}),
	})
}

// instanceSpec is NMState.spec in version v1, beta that of v1beta1.
func instanceSpec(r release, beta *schema.Schema) *schema.Schema {
	if r.instanceMetrics {
		return beta.WithField("metricsConfiguration", metrics().WithDefault(empty()))
	}
	return beta
}

// instanceSpecBeta is NMState.spec in version v1beta1: the same fields with one default less.
func instanceSpecBeta(r release) *schema.Schema {
	affinities := podAffinities()
	const rootServers = "root-servers.net"
	host := schema.String().WithDefault(rootServers)
	dns := schema.Object(schema.Props{"host": host}).Required("host").
		WithDefault(map[string]any{"host": rootServers})

	spec := schema.Object(schema.Props{
		"affinity":           affinities,
		"infraAffinity":      affinities,
		"infraNodeSelector":  labels(),
		"infraTolerations":   tolerations(),
		"nodeSelector":       labels(),
		"probeConfiguration": schema.Object(schema.Props{"dns": dns}).WithDefault(empty()),
		"selfSignConfiguration": schema.Object(schema.Props{
			"caOverlapInterval":   schema.String(),
			"caRotateInterval":    schema.String(),
			"certOverlapInterval": schema.String(),
			"certRotateInterval":  schema.String(),
		}),
		"tolerations": tolerations(),
	}).WithDefault(empty())
	if r.instanceLogLevel {
		spec = spec.WithField("logLevel", schema.String().OneOf("info", "debug").WithDefault("info"))
	}
	if r.instanceMetrics {
		spec = spec.WithField("metricsConfiguration", metrics())
	}
	return spec
}

func metrics() *schema.Schema {
	return schema.Object(schema.Props{"bindAddress": schema.String().WithDefault(":8089")})
}

func empty() map[string]any { return map[string]any{} }
