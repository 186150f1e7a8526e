/// Household appliances that can be started, and some that always run.
@frozen public enum ApplianceKind: UInt8, CaseIterable, Sendable {
  case fridgeFreezer = 0
  case kettle = 1
  case hob = 2
  case oven = 3
  case microwave = 4
  case toaster = 5
  case dishwasher = 6
  case washingMachine = 7
  case tumbleDryer = 8
  case television = 9
  case computer = 10
  case vacuumCleaner = 11
  case hairDryer = 12
  /// Heats its own water.
  case electricShower = 13
  /// Fed by a tank or from elsewhere: steam, but no electricity.
  case shower = 14
  case iron = 15
  case router = 16
  /// A room's ceiling light; every room has one beside the plan's appliances.
  case lamp = 17
  case freezer = 18
  /// All that is never switched off, as one: boxes at televisions, chargers, clocks, consoles.
  case electronics = 19

  /// The name in files and plans.
  public var name: String {
    switch self {
    case .fridgeFreezer: "fridge_freezer"
    case .kettle: "kettle"
    case .hob: "hob"
    case .oven: "oven"
    case .microwave: "microwave"
    case .toaster: "toaster"
    case .dishwasher: "dishwasher"
    case .washingMachine: "washing_machine"
    case .tumbleDryer: "tumble_dryer"
    case .television: "television"
    case .computer: "computer"
    case .vacuumCleaner: "vacuum_cleaner"
    case .hairDryer: "hair_dryer"
    case .electricShower: "electric_shower"
    case .shower: "shower"
    case .iron: "iron"
    case .router: "router"
    case .lamp: "lamp"
    case .freezer: "freezer"
    case .electronics: "electronics"
    }
  }

  /// Whether it runs by itself; such a kind cannot be started.
  @inlinable public var isAlwaysOn: Bool {
    switch self {
    case .fridgeFreezer, .freezer, .router, .electronics: true
    default: false
    }
  }

  /// Whether a run takes the time that its user chooses. Kettles and toasters switch themselves
  /// off, washing machines have a programme.
  public var hasChosenDuration: Bool {
    switch self {
    case .television, .computer, .shower, .electricShower, .hob, .oven, .microwave,
      .vacuumCleaner, .hairDryer, .iron:
      true
    default: false
    }
  }

  /// Whether it goes on until somebody stops it.
  var isOpenEnded: Bool { self == .television || self == .computer }

  /// Power while not in use, W (typical values of LBNL's standby power tables, standby.lbl.gov).
  public var standbyW: Double {
    switch self {
    case .microwave: 2
    case .oven, .dishwasher, .washingMachine, .tumbleDryer: 1
    case .television: 1
    case .computer: 3
    case .router: 9
    default: 0
    }
  }

  /// Share of the electricity that becomes sensible heat in the room.
  ///
  /// The rest leaves with waste water, exhaust air or as vapour (ASHRAE Fundamentals 2021,
  /// chapter 18, tables 5-8, for cooking; the rest from where the water goes).
  public var heatShare: Double {
    switch self {
    case .kettle: 0.4
    case .hob: 0.5
    case .oven: 0.8
    case .dishwasher: 0.4
    case .washingMachine: 0.3
    case .tumbleDryer: 0.25
    case .electricShower: 0.05
    case .iron: 0.8
    default: 1
    }
  }
}
