public import Clockwork
public import Quantities

extension Scenario {
  /// Something that goes wrong on purpose, so that a stage can be seen to notice.
  public struct Fault: Hashable, Sendable {
    public var effect: Effect
    public var subject: Subject
    public var from: ScenarioMoment
    /// nil: to the end of the run.
    public var duration: SimDuration?
    /// Onsets a day, drawn for each whom it hits; nil: one, at ``from``.
    public var onsetsPerDay: Double?
    /// When onsets end to come; nil: at the end of the run.
    public var until: ScenarioMoment?

    /// What happens.
    ///
    /// Sizes are in the unit of the sensors' kind (K, a share for humidity, ppm, lx, W), rates per
    /// day of 24 h.
    public enum Effect: Hashable, Sendable {
      /// A constant is added to every reading.
      case bias(size: Double)
      /// A slope is added to the readings, beginning at zero.
      case drift(ratePerDay: Double)
      /// The reading of the fault's first moment is repeated; one that says yes or no is silent.
      case stuck
      /// Single readings are off by `size` in either direction, at random moments; those
      /// that say yes or no, whose size is 0, report what is not so.
      case spikes(size: Double, ratePerDay: Double)
      /// The sensor's own noise, multiplied.
      case noise(factor: Double)
      /// A share of the readings is never sent.
      case dropout(share: Ratio)
      /// The device starts again, and from then on a constant and a share of the value are added.
      case miscalibration(size: Double, gain: Double)
      /// Two devices of a kind hang in each other's room, against what the site plan says.
      case swapped
      /// A battery goes flat in a time; noise grows to a multiple, and attempts to send fail.
      case dyingBattery(life: SimDuration, factor: Double)
      /// A device's clock steps, until it is set right.
      case clockJump(by: SimDuration)
      /// Somebody sends copies of a device's earlier messages.
      case replayed(ratePerDay: Double)
      /// Somebody sends messages in a device's name, with values off by a size and numbers ahead of
      /// its own.
      case forged(size: Double, ratePerDay: Double, ahead: Int)
      /// A home's gateway reaches nobody.
      case linkOutage
      /// A home's gateway loses what it holds and is deaf until it is up again.
      case gatewayRestart
      /// The broker takes no messages of a home, whose gateway is connected and keeps what it can.
      case brokerPartition

      public var kind: Kind {
        switch self {
        case .bias: .bias
        case .drift: .drift
        case .stuck: .stuck
        case .spikes: .spikes
        case .noise: .noise
        case .dropout: .dropout
        case .miscalibration: .miscalibration
        case .swapped: .swapped
        case .dyingBattery: .dyingBattery
        case .clockJump: .clockJump
        case .replayed: .replayed
        case .forged: .forged
        case .linkOutage: .linkOutage
        case .gatewayRestart: .gatewayRestart
        case .brokerPartition: .brokerPartition
        }
      }
    }

    /// Whether its sizes leave every reading and message as it would be without.
    public var changesNothing: Bool {
      let isSized =
        switch subject {
        case .sensors(let choice): choice.kind.sizeDimension != nil
        case .homes: false
        }
      switch effect {
      case .bias(let size): return size == 0
      case .drift(let rate): return rate == 0
      case .spikes(let size, let rate): return rate == 0 || (isSized && size == 0)
      case .noise(let factor): return factor == 1
      case .dropout(let share): return share.value == 0
      case .miscalibration(let size, let gain): return size == 0 && gain == 0
      case .clockJump(let size): return size == .zero
      case .replayed(let rate), .forged(_, let rate, _): return rate == 0
      case .stuck, .swapped, .dyingBattery, .linkOutage, .gatewayRestart, .brokerPartition:
        return false
      }
    }

    /// Who suffers from it.
    public enum Subject: Hashable, Sendable {
      case sensors(SensorChoice)
      /// A share of the homes, drawn by the seed.
      case homes(share: Ratio)
    }

    /// The kinds of fault, as scenario files name them.
    public enum Kind: String, Choice {
      case bias, drift, stuck, spikes, noise, dropout, miscalibration, swapped
      case dyingBattery = "dying-battery"
      case clockJump = "clock-jump"
      case replayed, forged
      case linkOutage = "link-outage"
      case gatewayRestart = "gateway-restart"
      case brokerPartition = "broker-partition"

      public var meaning: String {
        switch self {
        case .bias: "a constant is added to every reading"
        case .drift: "a slope is added to the readings"
        case .stuck: "the reading of the first moment is repeated"
        case .spikes: "single readings are off by a size; false reports of those that say yes or no"
        case .noise: "the sensor's own noise is multiplied"
        case .dropout: "a share of the readings is never sent"
        case .miscalibration: "after a restart readings are off by a constant and a share"
        case .swapped: "two devices of a kind hang in each other's room"
        case .dyingBattery: "a battery goes flat early, and its device with it"
        case .clockJump: "a device's clock steps until it is set right"
        case .replayed: "somebody sends copies of a device's earlier messages"
        case .forged: "somebody sends messages in a device's name"
        case .linkOutage: "a home's gateway reaches nobody"
        case .gatewayRestart: "a home's gateway restarts and loses what it holds"
        case .brokerPartition: "the broker takes nothing of a home whose gateway is connected"
        }
      }

      /// Why sensors that a fault of this kind cannot strike are spared; nil where it is that they
      /// lack the size that it has.
      var passesBy: String? {
        switch self {
        case .noise: "have no noise"
        case .swapped: "nobody mixes up"
        case .dyingBattery: "have no battery"
        default: nil
        }
      }
    }
  }

  /// Which sensors of a run a fault bends; drawn by the seed.
  public struct SensorChoice: Hashable, Sendable {
    public var kind: SensorKind
    public var portion: Portion
    /// nil: in any room.
    public var room: String?
    /// nil: in devices of any kind.
    public var device: DeviceDescription.Kind?

    /// How many of the sensors that fit.
    public enum Portion: Hashable, Sendable {
      case share(Ratio)
      /// A number over all homes together.
      case count(Int)
    }
  }

  /// The kinds of sensor that faults can name.
  public enum SensorKind: String, Choice {
    case temperature, humidity, co2, illuminance, motion, contact, leak, smoke, power, meter, any

    public var meaning: String {
      switch self {
      case .temperature: "thermometers, K"
      case .humidity: "hygrometers, share of relative humidity"
      case .co2: "CO2 sensors, ppm"
      case .illuminance: "light sensors, lx"
      case .motion: "motion sensors"
      case .contact: "door and window contacts"
      case .leak: "leak sensors"
      case .smoke: "smoke alarms"
      case .power: "smart plugs, W"
      case .meter: "electricity meters, W"
      case .any: "every sensor that measures at regular times"
      }
    }

    /// True for sensors that say yes or no, and only when it changes.
    var isBinary: Bool {
      switch self {
      case .motion, .contact, .leak, .smoke: true
      case .temperature, .humidity, .co2, .illuminance, .power, .meter, .any: false
      }
    }

    /// Whether a fault of a kind can strike such sensors.
    func isStruck(by fault: Scenario.Fault.Kind) -> Bool {
      switch fault {
      case .bias, .drift, .miscalibration: sizeDimension != nil
      case .spikes, .forged: self != .any
      case .noise: !isBinary
      case .swapped: !isBinary && self != .power && self != .meter
      case .dyingBattery: self != .power && self != .meter
      case .stuck, .dropout, .clockJump, .replayed: true
      case .linkOutage, .gatewayRestart, .brokerPartition: false
      }
    }

    /// What a fault's size is measured in; nil for kinds whose readings have no size.
    var sizeDimension: Dimension? {
      switch self {
      case .temperature: .temperatureDifference
      case .humidity: .ratio
      case .co2: .concentration
      case .illuminance: .illuminance
      case .power, .meter: .power
      case .motion, .contact, .leak, .smoke, .any: nil
      }
    }

    /// What a drift is measured in.
    var rateDimension: Dimension? {
      sizeDimension.map { size in
        let unit = size.isBare ? "%" : size.symbol
        return size.perDay(noun: size.noun + " per day", example: "0.2 \(unit)/day")
      }
    }
  }
}
