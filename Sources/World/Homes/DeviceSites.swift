internal import Clockwork
internal import Devices
internal import Dwellings
internal import Telemetry

/// Where in their rooms a home's devices hang, and what that means for their radio.
struct DeviceSites {
  private let specification: HomeSpecification
  private let floors: FloorLayout
  private let gateway: FloorLayout.Point
  private let air: RadioAir
  /// Of all links that draw none of it for themselves.
  private let wired: LinkLaw?
  private let lowPower: LinkLaw?

  /// Where an installer is content with a device, dBm: a few dB above the edge of reach (-86 dBm).
  static let contentDBm = -82.0
  /// How many spots of the room are tried before the best of them is taken; assumed (2-6).
  static let tryCount = 3

  init(_ specification: HomeSpecification, _ plan: DwellingPlan, in air: RadioAir) {
    self.specification = specification
    self.air = air
    let network = specification.effectiveNetwork
    wired = LinkLaw(commonTo: .wired, network: network, air: air)
    lowPower = LinkLaw(commonTo: .lowPower, network: network, air: air)
    floors = FloorLayout(specification.archetype, plan)
    let hall = plan.room(.hallway)?.index ?? 0
    // Number 0 of every installation.
    let entity = HomeSpecification.entity(specification.home, device: 0)
    gateway = floors.point(room: hall, at: Self.spot(specification.seed, entity, 0))
  }

  /// Anywhere in the room, between 0.2 and 0.9 of its height.
  private static func spot(_ seed: UInt64, _ entity: UInt64, _ number: Int) -> FloorLayout.Point {
    let key = RandomKey(seed: seed, purpose: .deviceSite, entity: entity)
    let (x, y) = key.uniforms(UInt64(2 * number))
    return .init(x: x, y: y, z: 0.2 + 0.7 * key.uniform(UInt64(2 * number + 1)))
  }

  /// The link of a device at the first spot from which it is heard well enough.
  func link(of placement: DeviceLayout.Placement, entity: UInt64) -> RadioLink {
    let medium = Self.medium(placement.kind)
    let law = medium == .wired ? wired : medium == .lowPower ? lowPower : nil
    let links = (0..<Self.tryCount).lazy.map { number in
      RadioLink(
        medium: medium, network: specification.effectiveNetwork,
        path: path(placement, entity, number), air: air, seed: specification.seed,
        entity: entity, try: number, law: law)
    }
    var best = links[0]
    for link in links.dropFirst() where best.meanDBm < Self.contentDBm {
      if link.meanDBm > best.meanDBm { best = link }
    }
    return best
  }

  private func path(
    _ placement: DeviceLayout.Placement, _ entity: UInt64, _ number: Int
  ) -> RadioPath {
    let point = floors.point(
      room: placement.room.index, at: Self.spot(specification.seed, entity, number))
    let obstacles = floors.obstacles(from: point, to: gateway)
    let layout = specification.archetype.layout
    return RadioPath(
      distanceM: obstacles.distanceM,
      wallLossDB: Double(obstacles.wallCount) * layout.innerWallLossDB,
      floorCount: obstacles.floorCount, floorLossDB: layout.floorLossDB)
  }

  private static func medium(_ kind: DeviceKind) -> RadioMedium {
    switch kind {
    case .gateway, .electricityMeter: .wired
    case .speaker: .wifi
    default: .lowPower
    }
  }
}

extension Purpose {
  fileprivate static let deviceSite = Purpose("homes.device.site")
}
