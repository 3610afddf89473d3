// Which addresses does a cluster have, and which others can it reach? clusters/<name>/network.yaml, with one top-level key so that charts can take it as a values file.
import { z } from 'zod';
import { ConfigName } from './config.ts';

const Name = ConfigName.max(63).meta({ examples: ['nodes-system'] });

/** A range as a person writes it. What its digits say is checked by the address plan, which tells each mistake by itself. */
const Range = z
  .string()
  .max(60)
  .regex(/^[0-9A-Fa-f:.]+\/[0-9]+$/, 'an address range')
  .meta({ examples: ['10.40.0.0/18'] });
const Ranges = z.array(Range).min(1).max(16);

const Address = z
  .string()
  .max(60)
  .regex(/^[0-9A-Fa-f:.]+$/, 'an IP address')
  .meta({ examples: ['10.42.0.10'] });
const Port = z
  .int()
  .min(1)
  .max(65_535)
  .meta({ examples: [443] });

export const VirtualNetwork = z.strictObject({
  name: Name.describe('unique in this file'),
  cidrs: Ranges.describe('its address ranges, IPv4 and IPv6'),
});

export const SubnetRole = z
  .enum(['apiServer', 'nodes', 'ingress', 'privateServices', 'other'])
  .describe(
    'apiServer: access to the Kubernetes API · nodes: machines · ingress: load balancers · privateServices: databases, caches, brokers',
  );
export type SubnetRole = z.infer<typeof SubnetRole>;

export const Subnet = z.strictObject({
  name: Name.describe('unique in this file'),
  role: SubnetRole,
  cidrs: Ranges.describe('its address ranges, each inside one virtual network'),
  maxNodes: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe('role nodes: most machines that autoscaling may start here')
    .meta({ examples: [12] }),
  surgePercent: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe('role nodes: machines beyond that while an upgrade runs, in percent; default: 0'),
  reservedAddresses: z
    .int()
    .min(0)
    .max(10_000)
    .optional()
    .describe('role nodes: addresses that the provider keeps for itself, first and last included; default: 5'),
});

/** Bits of the prefix that each node gets out of the pod ranges. */
export const PodBlock = z.strictObject({
  v4: z.int().min(1).max(32).optional().describe('prefix length of the IPv4 block of one node, 24 for 256 addresses'),
  v6: z.int().min(1).max(128).optional().describe('prefix length of the IPv6 block of one node'),
});

export const PeeredNetwork = z.strictObject({
  name: Name.describe('unique in this file; the same name in the files of several clusters means the same network'),
  cidrs: Ranges.describe('its address ranges'),
  cluster: ConfigName.max(63).optional().describe('the cluster whose network this is, where that has a network.yaml of its own'),
});

export const EgressDestination = z.strictObject({
  name: Name.describe('unique in this file'),
  cidrs: Ranges.describe('ranges that network policies may name; 0.0.0.0/0 and ::/0 stand for themselves only, not for what is inside'),
  ports: z.array(Port).min(1).max(50).optional().describe('TCP ports; absent: any'),
  reason: z.string().min(1).max(500).describe('what it is for; shown in the egress inventory'),
});

export const ApiServerEndpoint = z.strictObject({
  address: Address.describe('IP address at which pods and nodes reach the API server'),
  port: Port.optional().describe('default: 443'),
});

/** Facts about the addresses of one cluster. */
export const NetworkFacts = z.strictObject({
  routable: z.boolean().describe('addresses of this cluster are routed to other clusters that say so: their ranges must not overlap'),
  vnets: z.array(VirtualNetwork).min(1).max(64).describe('virtual networks of the customer that the cluster is in'),
  subnets: z.array(Subnet).min(1).max(256).describe('parts of the virtual networks by what they are for'),
  podCIDRs: Ranges.describe('addresses of pods'),
  podBlock: PodBlock.optional().describe('what each node gets of the pod ranges; absent: nodes have no block of their own'),
  serviceCIDRs: Ranges.describe('virtual addresses of Services'),
  dnsServiceIP: Address.describe('address of the cluster DNS Service, inside the service ranges'),
  apiServer: z
    .strictObject({
      endpoints: z.array(ApiServerEndpoint).min(1).max(16).describe('addresses of the API server behind the Service `kubernetes`'),
    })
    .describe('the API server as pods and nodes reach it'),
  peeredNetworks: z.array(PeeredNetwork).max(128).optional().describe('networks that are routed to the virtual networks'),
  egress: z.array(EgressDestination).max(256).optional().describe('destinations outside that network policies may name'),
});
export type NetworkFacts = z.infer<typeof NetworkFacts>;

export const ClusterNetwork = z
  .strictObject({
    $schema: z.string().optional().describe('address of this schema'),
    cluster: z.strictObject({ network: NetworkFacts.describe('facts about the addresses of the cluster') }),
  })
  .meta({ title: 'clusters/<name>/network.yaml', description: 'Address plan of a cluster' });
export type ClusterNetwork = z.infer<typeof ClusterNetwork>;
