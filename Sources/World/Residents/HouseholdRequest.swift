public import Clockwork
public import Telemetry
public import Truth

/// What residents use that draws power or water.
@frozen public enum HouseholdUse: UInt8, CaseIterable, Sendable {
  case kettle = 0
  case hob = 1
  case oven = 2
  case microwave = 3
  case toaster = 4
  case dishwasher = 5
  case washingMachine = 6
  case tumbleDryer = 7
  case television = 8
  case computer = 9
  case vacuumCleaner = 10
  case shower = 11
  case hairDryer = 12
  case iron = 13

  /// The name used in files and reports.
  public var name: String {
    switch self {
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
    case .shower: "shower"
    case .hairDryer: "hair_dryer"
    case .iron: "iron"
    }
  }
}

extension HouseholdUse {
  /// Whether it is carried to where it is used, so that nobody has to be where it is kept.
  public var isPortable: Bool { [.computer, .vacuumCleaner, .iron].contains(self) }
}

/// One thing that a resident does to the home; it takes effect at once.
public enum HouseholdAction: Sendable {
  /// A new activity, or the same in another room, which is where it takes place; nil while away.
  /// Who comes home is there within a minute or so.
  case begin(Activity, in: RoomIndex?)
  /// The resident washes something at a tap of the room they are in, within a stretch of time.
  case wash(WaterUse, from: SimTime, until: SimTime)
  /// The resident walks; `through` is the room passed on the way, `to` nil means outdoors.
  case move(to: RoomIndex?, through: RoomIndex?)
  /// The front door opens for the given time; the walk through it follows in the same batch.
  case openFrontDoor(SimDuration)
  /// So many guests are in a room from now on, 0 when they have gone; the front door opens in the
  /// same batch.
  case host(guests: Int, in: RoomIndex)
  /// Something is switched on: for the given time, for its own programme (dishwasher, washing
  /// machine, tumble dryer, and kettle and toaster whatever the time) or until it is stopped
  /// (television, computer), the latter two with nil.
  case start(HouseholdUse, in: RoomIndex, duration: SimDuration?)
  /// A television or computer is switched off, or a hob or oven when nobody cooks any more.
  case stop(HouseholdUse, in: RoomIndex)
  /// A lamp is switched by hand.
  case switchLamp(RoomIndex, isOn: Bool)
  /// A window is opened or closed by hand.
  case moveWindow(RoomIndex, isOpen: Bool)
  /// An inner door is opened or shut by hand; its number is its place among the home's doorways.
  case moveDoor(Int, isOpen: Bool)
  /// Moves the thermostat by hand, °C.
  case setHeating(Double)
  case setCooling(Double)
  /// Speaks to the house; the message id is still to be assigned.
  case speak(SpokenTruth)
}

/// A resident's act as asked of the home.
public struct HouseholdRequest: Sendable {
  public var resident: ResidentIndex
  public var action: HouseholdAction

  public init(resident: ResidentIndex, action: HouseholdAction) {
    self.resident = resident
    self.action = action
  }
}
