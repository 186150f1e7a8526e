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
  /// An electric car's charger.
  case vehicle = 12
  /// The home's battery with its inverter.
  case battery = 13

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
    case .vehicle: "car"
    case .battery: "battery"
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
