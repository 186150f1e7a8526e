public import Clockwork
public import Truth

/// An incident as a scenario states it, before it is known whom it strikes and when.
public struct IncidentRule: Sendable {
  /// Position in the scenario; keys all its draws.
  public var index: Int
  public var effect: Effect
  /// Of the homes in which it can happen.
  public var reach: FaultReach
  /// Name of a room or of a kind of room; nil for any that fits.
  public var room: String?
  /// Onsets a day in a home that it strikes; nil for one, at the start.
  public var ratePerDay: Double?
  public var start: SimTime
  /// nil: to the end of the run.
  public var length: SimDuration?

  public init(
    index: Int, effect: Effect, reach: FaultReach, room: String?, ratePerDay: Double?,
    start: SimTime, length: SimDuration?
  ) {
    self.index = index
    self.effect = effect
    self.reach = reach
    self.room = room
    self.ratePerDay = ratePerDay
    self.start = start
    self.length = length
  }

  /// What holds refrigerant.
  public enum Machine: Hashable, Sendable {
    case heatPump
    /// One beside a furnace or boiler, which cools only.
    case airConditioner
    case either
  }

  /// What happens, and how badly.
  public enum Effect: Hashable, Sendable {
    case waterLeak(litresPerMinute: Double, isHot: Bool)
    /// A compressor that does nothing, or one that never pauses.
    case fridgeFailure(runsOn: Bool)
    case heatingFailure
    case windowLeftOpen
    case stoveLeftOn
    case smoke(heatW: Double)
    case intrusion
    case fall
    case refrigerantLoss(share: Double, machine: Machine)
    case solarStringFailure(share: Double)
    case meterTampering(share: Double)

    public var kind: IncidentKind {
      switch self {
      case .waterLeak: .waterLeak
      case .fridgeFailure: .fridgeFailure
      case .heatingFailure: .heatingFailure
      case .windowLeftOpen: .windowLeftOpen
      case .stoveLeftOn: .stoveLeftOn
      case .smoke: .smoke
      case .intrusion: .intrusion
      case .fall: .fall
      case .refrigerantLoss: .refrigerantLoss
      case .solarStringFailure: .solarStringFailure
      case .meterTampering: .meterTampering
      }
    }

    /// Whether it lasts until somebody finds it, so that only its end tells how long it was.
    var waitsForFinder: Bool { self == .windowLeftOpen }

    /// Whether it is a state of the home's one machine of its sort, so that of several at a time
    /// one shows and nothing adds up.
    var isOfOneMachine: Bool {
      switch self {
      case .fridgeFailure, .heatingFailure, .refrigerantLoss, .solarStringFailure: true
      case .waterLeak, .windowLeftOpen, .stoveLeftOn, .smoke, .intrusion, .fall, .meterTampering:
        false
      }
    }

    /// In the unit of its kind, ``IncidentKind/severityUnit``.
    public var severity: Double {
      switch self {
      case .waterLeak(let litresPerMinute, _): litresPerMinute
      case .fridgeFailure(let runsOn): runsOn ? 1 : 0
      case .smoke(let heatW): heatW
      case .refrigerantLoss(let share, _), .solarStringFailure(let share),
        .meterTampering(let share):
        share
      case .heatingFailure, .windowLeftOpen, .stoveLeftOn, .intrusion, .fall: 1
      }
    }
  }
}
