public import Clockwork
public import Quantities

extension Scenario {
  /// How the stages between the devices and the conclusions are set.
  public struct Pipeline: Hashable, Sendable {
    public var sampling: Sampling
    public var quality: Quality
    public var ingestion: Ingestion
    public var fusion: FusionMethod
    public var patterns: [Pattern]
    public var forecasting: Forecasting
    public var agents: Agents
    /// Keys the pipeline's own random numbers.
    public var chance: UInt64
    /// Programs that stand in for stages.
    public var outside: [Program]
  }

  /// A program of the user's that stands in for a stage.
  public struct Program: Hashable, Sendable {
    public var stage: Stage
    public var command: [String]
    public var timeout: SimDuration
    /// nil: as the program declares.
    public var answersAfter: SimDuration?
    public var onFailure: OnFailure

    public enum Stage: String, Choice {
      case detect, fuse, match, forecast, understand, sample

      public var meaning: String {
        switch self {
        case .detect: "Flags sensors, in place of quality."
        case .fuse: "States what rooms are like, in place of fusion."
        case .match: "Finds patterns, in place of patterns."
        case .forecast: "Forecasts the homes' power, in place of forecasting."
        case .understand: "Answers what residents say, in place of the conversation agent."
        case .sample: "Sets the rules by which devices send, in place of fixed ones."
        }
      }
    }

    public enum OnFailure: String, Choice {
      case stop, abstain

      public var meaning: String {
        switch self {
        case .stop: "the run ends with exit code 3"
        case .abstain: "the stage says nothing from then on"
        }
      }
    }
  }

  /// Which readings a device sends.
  public struct Sampling: Hashable, Sendable {
    public var method: Method
    /// How often the device measures; a multiple of its native period is used.
    public var period: SimDuration
    public var tolerance: Tolerance
    /// A device sends at least this often.
    public var heartbeat: SimDuration

    public enum Method: String, Choice {
      case fixed
      case adaptiveNull = "adaptive-null"
      case sendOnDelta = "send-on-delta"
      case swingingDoor = "swinging-door"

      public var meaning: String {
        switch self {
        case .fixed: "every reading"
        case .adaptiveNull: "the data plan's sampler, which changes its period"
        case .sendOnDelta: "readings that differ from the last sent by the tolerance"
        case .swingingDoor: "the corners of a line that stays within the tolerance"
        }
      }
    }

    /// How far what the pipeline sees may lie from what was measured.
    public struct Tolerance: Hashable, Sendable {
      public var temperature: Kelvins
      public var humidity: Ratio
      public var co2: PartsPerMillion
      public var illuminance: Lux
      public var power: Watts
      /// Fine particles.
      public var particlesUgM3: Double
      /// Of organic vapours.
      public var vapourIndex: Double
      public var noiseDB: Double
    }
  }

  /// Which readings are distrusted.
  public struct Quality: Hashable, Sendable {
    /// Readings outside the data sheet's range are flagged.
    public var checksRange: Bool
    /// A jump of so many standard deviations is a spike.
    public var spikeThresholdSigma: Double
    /// A reading that has not changed for so long is stuck.
    public var stuckAfter: SimDuration
    /// So many missed periods are a gap.
    public var gapPeriodCount: Int
    /// So many data-sheet deviations from the others of its room, for so long, are a drift.
    public var driftThresholdSigma: Double
    public var driftConfirm: SimDuration
  }

  /// How messages are taken in.
  public struct Ingestion: Hashable, Sendable {
    /// How long the watermark waits for late messages.
    public var lateness: SimDuration
    public var deduplicates: Bool
  }

  /// How several sensors become one estimate.
  public enum FusionMethod: String, Choice {
    case latest, mean
    case inverseVariance = "inverse-variance"
    case kalman

    public var meaning: String {
      switch self {
      case .latest: "the latest reading"
      case .mean: "the plain mean"
      case .inverseVariance: "the data plan's weights, one over the variance"
      case .kalman: "a Kalman filter for each room"
      }
    }
  }

  /// What is looked for in the streams.
  public enum Pattern: String, Choice {
    case temperatureAlert = "temperature-alert"
    case windowOpenWhileHeating = "window-open-while-heating"

    public var meaning: String {
      switch self {
      case .temperatureAlert: "the data plan's two-step temperature alert"
      case .windowOpenWhileHeating: "a window stands open while the heating runs"
      }
    }
  }

  /// What is forecast, how far and how.
  public struct Forecasting: Hashable, Sendable {
    public var target: Target
    public var horizons: [SimDuration]
    public var model: Model

    public enum Target: String, Choice {
      case homePower = "home.power"

      public var meaning: String { "the home's electric power, hourly means" }
    }

    public enum Model: String, Choice {
      case seasonalNaive = "seasonal-naive"
      case harmonicRegression = "harmonic-regression"

      public var meaning: String {
        switch self {
        case .seasonalNaive: "the same hour of the day before"
        case .harmonicRegression: "daily and weekly harmonics, weather and lags"
        }
      }
    }
  }

  /// Who acts back on the homes.
  public struct Agents: Hashable, Sendable {
    /// How often agents decide when nobody speaks to them.
    public var tick: SimDuration
    public var answersUtterances: Bool
    public var energy: Energy
    /// From an agent's decision to the device.
    public var commandLatency: SimDuration
    /// Share that the broker or a maker's cloud loses, before any radio.
    public var commandLoss: Ratio

    /// The agent that saves energy when nobody is home.
    public struct Energy: Hashable, Sendable {
      public var method: Method
      /// How far the set point is moved.
      public var setback: Kelvins
      /// How far when the home will be empty for hours.
      public var longSetback: Kelvins
      /// How far while everybody sleeps.
      public var sleepSetback: Kelvins
      /// How long a home must seem empty before that.
      public var after: SimDuration

      public enum Method: String, Choice {
        case none, setback

        public var meaning: String {
          switch self {
          case .none: "nothing is done"
          case .setback: "the thermostat is set back while nobody is home"
          }
        }
      }
    }
  }
}
