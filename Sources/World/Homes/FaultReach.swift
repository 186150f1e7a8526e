internal import Clockwork
public import Devices
internal import Dwellings
internal import Telemetry
public import Truth

/// Whom of those that fit a fault rule hits.
public enum FaultReach: Hashable, Sendable {
  /// Each with this probability.
  case share(Double)
  /// Everyone whose lot is not above this one: the way to hit an exact number of a fleet.
  case lowest(FaultLot)

  func hits(_ lot: FaultLot) -> Bool {
    switch self {
    case .share(let share): lot.draw < share
    case .lowest(let last): lot <= last
    }
  }
}

/// The lot that one sensor, device or home draws for one fault rule.
///
/// It depends on the seed, the rule and itself alone, so that another device or home changes
/// nobody's.
public struct FaultLot: Hashable, Comparable, Sendable {
  /// Uniform in 0..<1.
  public var draw: Double
  /// Parts equal draws.
  public var entity: UInt64

  public init(draw: Double, entity: UInt64) {
    self.draw = draw
    self.entity = entity
  }

  public static func < (a: Self, b: Self) -> Bool { (a.draw, a.entity) < (b.draw, b.entity) }
}

extension Home {
  /// The lots of all sensors or devices of a home that fit a rule, in order of devices.
  public static func faultLots(
    of specification: HomeSpecification, for rule: FaultRule
  ) -> [FaultLot] {
    HomeBuilder(specification).fitting(rule).map(\.lot)
  }

  /// The names of the devices that are installed, and of their kinds.
  public static func devices(of specification: HomeSpecification) -> [(name: String, kind: String)]
  {
    HomeBuilder(specification).layout.placements.map { ($0.name, $0.kind.name) }
  }

  /// The radio links of a home's devices, by their place in the full installation.
  public static func links(
    of specification: HomeSpecification
  ) -> (air: RadioAir, links: [(number: Int, link: RadioLink)]) {
    let parts = HomeBuilder(specification)
    return (parts.air, parts.units.map { ($0.number, $0.link) })
  }

  /// The faults that will strike a home's sensors and its uplink.
  public static func faults(of specification: HomeSpecification) -> [TruthEvent] {
    let parts = HomeBuilder(specification)
    return HomeBuilder.faultEvents(
      slots: parts.slots, struck: parts.struckSensors, devices: parts.deviceFaults,
      uplink: parts.uplink, before: specification.end)
  }
}
