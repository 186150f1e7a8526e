public import Clockwork
public import Quantities

extension Scenario {
  /// Something that goes wrong in a home itself: in pipes, machines, windows or people.
  public struct Incident: Hashable, Sendable {
    public var effect: Effect
    /// Of the homes in which it can happen.
    public var homes: Portion
    /// nil: in any room that fits.
    public var room: String?
    public var from: ScenarioMoment
    /// nil: to the end of the run.
    public var duration: SimDuration?
    /// Onsets a day in each home that is struck; nil for a single one.
    public var ratePerDay: Double?

    /// How many homes are struck, drawn by the seed.
    public enum Portion: Hashable, Sendable {
      case share(Ratio)
      case count(Int)
    }

    /// What happens, and how badly.
    public enum Effect: Hashable, Sendable {
      case waterLeak(litresPerMinute: Double, water: Water)
      case fridgeFailure(FridgeMode)
      case heatingFailure
      case windowLeftOpen
      case stoveLeftOn
      case smoke(heat: Watts)
      case intrusion
      case fall
      case refrigerantLoss(share: Ratio, machine: Machine)
      case solarStringFailure(share: Ratio)
      case meterTampering(share: Ratio)

      public var kind: Kind {
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
    }

    /// The kinds of incident, as scenario files name them.
    public enum Kind: String, Choice {
      case waterLeak = "water-leak"
      case fridgeFailure = "fridge-failure"
      case heatingFailure = "heating-failure"
      case windowLeftOpen = "window-left-open"
      case stoveLeftOn = "stove-left-on"
      case smoke
      case intrusion
      case fall
      case refrigerantLoss = "refrigerant-loss"
      case solarStringFailure = "pv-string-failure"
      case meterTampering = "meter-tampering"

      public var meaning: String {
        switch self {
        case .waterLeak: "water runs onto a floor and dries into the air"
        case .fridgeFailure: "the fridge's compressor does nothing, or never pauses"
        case .heatingFailure: "the plant gives no heat, whatever the thermostat calls for"
        case .windowLeftOpen: "somebody opens a window and forgets it"
        case .stoveLeftOn: "a ring goes on when the dish is done"
        case .smoke: "something smoulders in a room: heat, carbon dioxide, vapour"
        case .intrusion: "somebody walks through an empty home"
        case .fall: "a resident lies where they fell"
        case .refrigerantLoss: "a heat pump or air conditioner has lost refrigerant"
        case .solarStringFailure: "a share of the roof's modules delivers nothing"
        case .meterTampering: "a share of the power is led past the meter"
        }
      }
    }

    /// Which pipe leaks.
    public enum Water: String, Choice {
      case cold, hot

      public var meaning: String {
        switch self {
        case .cold: "from the mains"
        case .hot: "from the home's hot-water tank, which heats what runs in"
        }
      }
    }

    /// What holds refrigerant.
    public enum Machine: String, Choice {
      case any
      case heatPump = "heat-pump"
      case airConditioner = "air-conditioner"

      public var meaning: String {
        switch self {
        case .any: "whichever a home has"
        case .heatPump: "a heat pump, which heats in winter and cools in summer"
        case .airConditioner: "an air conditioner beside a furnace or boiler, idle in winter"
        }
      }
    }

    /// How a fridge fails.
    public enum FridgeMode: String, Choice {
      case dead
      case runsOn = "runs-on"

      public var meaning: String {
        switch self {
        case .dead: "the compressor does nothing, and it gets warm inside"
        case .runsOn: "the compressor never pauses, and all freezes"
        }
      }
    }
  }
}
