/// A branch behind a breaker of its own.
public enum Circuit: UInt8, CaseIterable, Sendable {
  case lights = 0
  case sockets = 1
  case bathroom = 2
  case kitchen = 3
  case secondKitchen = 4
  case dishwasher = 5
  case laundry = 6
  case dryer = 7
  case cooker = 8
  case shower = 9
  case heating = 10
  case water = 11

  /// The name in messages.
  public var name: String {
    switch self {
    case .lights: "lights"
    case .sockets: "sockets"
    case .bathroom: "bathroom"
    case .kitchen: "kitchen"
    case .secondKitchen: "second kitchen"
    case .dishwasher: "dishwasher"
    case .laundry: "laundry"
    case .dryer: "dryer"
    case .cooker: "cooker"
    case .shower: "shower"
    case .heating: "heating"
    case .water: "water"
    }
  }

  /// Where an appliance is plugged in: two circuits for the kitchen's small appliances and one each
  /// for laundry and bathroom (NEC 2023, 210.11(C)), one each for what draws much.
  static func of(_ kind: ApplianceKind) -> Circuit {
    switch kind {
    case .lamp: .lights
    case .television, .computer, .router, .electronics, .freezer, .vacuumCleaner: .sockets
    case .hairDryer: .bathroom
    case .fridgeFreezer, .kettle: .kitchen
    case .microwave, .toaster: .secondKitchen
    case .dishwasher: .dishwasher
    case .washingMachine, .iron: .laundry
    case .tumbleDryer: .dryer
    case .hob, .oven: .cooker
    case .electricShower, .shower: .shower
    }
  }

  /// Whether it lies between both legs of a split supply. The appliances are European and want 230
  /// V; where a leg has 120, those with heaters are fed by two.
  var isFullVoltage: Bool {
    switch self {
    case .lights, .sockets, .bathroom: false
    default: true
    }
  }

  /// The least breaker that codes let it have, A (NEC 2023: 210.11(C) and 210.23; 422.13 for
  /// water heaters).
  private var leastA: Double {
    switch self {
    case .lights: 15
    case .cooker: 32
    case .water: 30
    case .heating: 16
    default: 20
    }
  }

  /// Ratings that breakers are made for, A (IEC 60898-1 and NEC 240.6(A)).
  private static let standardA: [Double] = [
    15, 16, 20, 25, 30, 32, 40, 45, 50, 63, 80, 100, 125, 160, 200, 250, 400, 600, 800,
  ]

  /// The breaker that an electrician chooses for so much current, A.
  func breakerA(for currentA: Double) -> Double {
    let needed = max(currentA, leastA)
    return Self.standardA.first { $0 >= needed } ?? needed
  }

  /// Nominal voltage across its load, V.
  func nominalV(_ mains: MainsVoltage) -> Double {
    isFullVoltage ? mains.fullV : mains.nominalV
  }
}

/// Energy through a circuit since the start of the run.
public struct CircuitFlow: Hashable, Sendable {
  /// kWh.
  public var activeKWh = 0.0
  /// kvarh.
  public var reactiveKVArh = 0.0

  public init() {}
}
