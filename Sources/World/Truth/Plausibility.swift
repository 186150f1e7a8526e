public import Clockwork

/// What no home may do, in whatever scenario: laws of nature and of the house.
///
/// `docs/plausibility.md` has each with its formula, tolerance and source.
@frozen public enum PlausibilityLaw: UInt8, CaseIterable, Sendable {
  case attendance = 0
  case appliancePower = 1
  case circuitRating = 2
  case electricityBalance = 3
  case heatBalance = 4
  case vapourBalance = 5
  case gasBalance = 6
  case temperatureBound = 7
  case physicalRange = 8
  case onePlace = 9
  case openDoor = 10
  case batteryCharge = 11
  case tankBalance = 12

  /// The name in files and messages.
  public var name: String {
    switch self {
    case .attendance: "attendance"
    case .appliancePower: "appliance_power"
    case .circuitRating: "circuit_rating"
    case .electricityBalance: "electricity_balance"
    case .heatBalance: "heat_balance"
    case .vapourBalance: "vapour_balance"
    case .gasBalance: "gas_balance"
    case .temperatureBound: "temperature_bound"
    case .physicalRange: "physical_range"
    case .onePlace: "one_place"
    case .openDoor: "open_door"
    case .batteryCharge: "battery_charge"
    case .tankBalance: "tank_balance"
    }
  }

  public var meaning: String {
    switch self {
    case .attendance: "nothing is switched or drawn unless somebody is in, nor started by a sleeper"
    case .appliancePower: "no appliance draws more than it can, at rest no more than at rest"
    case .circuitRating: "no circuit, plant or home draws more than it is rated for"
    case .electricityBalance:
      "the meter shows what all use, less what roof and battery give"
    case .heatBalance: "heat that came in either left or is stored"
    case .vapourBalance: "vapour that came in either left, condensed or is stored"
    case .gasBalance: "carbon dioxide that was breathed out either left or is in the rooms"
    case .temperatureBound: "no room is colder or warmer than weather, gains and time allow"
    case .physicalRange: "states lie where they can lie"
    case .onePlace: "everyone is in one place, the one to which they walked"
    case .openDoor: "doors are open when people pass"
    case .batteryCharge: "batteries only fall unless they are charged"
    case .tankBalance: "heat that came into the hot-water tank either left or is stored"
    }
  }
}

/// A law that was broken: a bug of the world.
public struct Implausibility: Hashable, Sendable, CustomStringConvertible {
  public var law: PlausibilityLaw
  public var time: SimTime
  /// An appliance, a room, a resident, a device.
  public var place: String
  public var found: String
  public var expected: String

  public init(
    _ law: PlausibilityLaw, at time: SimTime, _ place: String, found: String, expected: String
  ) {
    self.law = law
    self.time = time
    self.place = place
    self.found = found
    self.expected = expected
  }

  /// Without the time, which the reader writes as it writes times.
  public var description: String { "\(law.name): \(place): found \(found), expected \(expected)" }
}

/// How often each law was held against a home, and the first time that one was broken.
public struct PlausibilityRecord: Sendable {
  /// By raw value of the law.
  private var counts = [Int64](repeating: 0, count: PlausibilityLaw.allCases.count)
  /// nil while all is well.
  public private(set) var first: Implausibility?

  public init() {}

  public func count(_ law: PlausibilityLaw) -> Int64 { counts[Int(law.rawValue)] }

  /// Of all laws.
  public var count: Int64 { counts.reduce(0, +) }

  /// Books comparisons that found nothing, or are about to tell what they found.
  public mutating func add(_ law: PlausibilityLaw, _ count: Int64 = 1) {
    counts[Int(law.rawValue)] += count
  }

  /// Keeps the first.
  public mutating func note(_ broken: Implausibility) {
    if first == nil { first = broken }
  }

  /// Adds what a copy of the home, or another home, went through.
  public mutating func join(_ other: PlausibilityRecord) {
    for law in counts.indices { counts[law] += other.counts[law] }
    if first == nil { first = other.first }
  }
}
