package render_test

import (
	"fmt"
	"log"

	"github.com/novasphere/wukong-fn/render"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// ExampleRender reads a package, renders it, and writes what it becomes, but for the machine itself.
func ExampleRender() {
	const text = `apiVersion: fn.novasphere.dev/v1alpha1
kind: WukongRender
metadata: {name: wukong}
spec: {nmstate: {install: none}, delivery: none}
---
apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata: {name: db, namespace: shop}
spec:
  networks: [{name: lan, type: bridge, physicalInterface: eth1, vlanId: 7}]
`
	resources, err := resource.Split("package.yaml", text)
	if err != nil {
		log.Fatal(err)
	}
	result, err := render.Render(render.Input{Resources: resources})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range result.Findings {
		fmt.Println(f.Severity, f.Code, f.Message)
	}
	err = result.Each(func(o render.Object) error {
		if o.Value.Head().Kind == "VirtualMachine" {
			fmt.Println("and", o.Path)
			return nil
		}
		manifest, err := encode.String(o.Value)
		fmt.Print("# ", o.Path, "\n", manifest)
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// info WK039 the machine has no disk: it can boot from the network alone
	// # 20-host-networks/nodenetworkconfigurationpolicy_db-lan-bridge.yaml
	// apiVersion: nmstate.io/v1
	// kind: NodeNetworkConfigurationPolicy
	// metadata:
	//   annotations:
	//     fn.novasphere.dev/owner: Wukong/shop/db
	//   labels:
	//     app.kubernetes.io/managed-by: wukong-fn
	//   name: db-lan-bridge
	// spec:
	//   desiredState:
	//     interfaces:
	//     - name: eth1.7
	//       state: up
	//       type: vlan
	//       vlan:
	//         base-iface: eth1
	//         id: 7
	//     - bridge:
	//         options:
	//           stp:
	//             enabled: false
	//         port:
	//         - name: eth1.7
	//       name: br-lan
	//       state: up
	//       type: linux-bridge
	// # 30-attachments/networkattachmentdefinition_shop_db-lan-nad.yaml
	// apiVersion: k8s.cni.cncf.io/v1
	// kind: NetworkAttachmentDefinition
	// metadata:
	//   annotations:
	//     fn.novasphere.dev/owner: Wukong/shop/db
	//   labels:
	//     app.kubernetes.io/managed-by: wukong-fn
	//   name: db-lan-nad
	//   namespace: shop
	// spec:
	//   config: '{"bridge":"br-lan","cniVersion":"0.3.1","disableContainerInterface":true,"name":"db-lan-nad","preserveDefaultVlan":false,"type":"bridge"}'
	// and 40-machines/virtualmachine_shop_db-vm.yaml
}
