/// A model of the device catalogue as its file describes it: words, and figures with their sources.
public struct DeviceDescription: Hashable, Sendable {
  public var kind: Kind
  /// Unique in the catalogue.
  public var name: String
  /// What is inside, in a few words.
  public var about: String
  public var manufacturer: String
  public var model: String
  public var firmware: String
  /// The firmware that units get in time; nil where there is none.
  public var update: String?
  /// Bugs of the firmware it is sold with: °F under the name of °C, the place's time as universal.
  public var isFahrenheit: Bool
  public var isLocalTime: Bool
  /// Messages numbered from 0 at each start, or in eight bits.
  public var restartsNumbers: Bool
  public var wrapsNumbers: Bool
  /// A bug that its update brings: half as many measurements.
  public var doublesPeriod: Bool
  /// Whether homes get it where the world chooses none of its kind.
  public var isStandard: Bool
  /// nil for mains.
  public var chemistry: Chemistry?
  public var figures: [Figure]
  /// Where it is written.
  public var location: SourceLocation

  /// One number of a model, in the first unit of its dimension; durations in seconds.
  public struct Figure: Hashable, Sendable {
    /// Its place among the model's keys, `temperature.noise`.
    public var path: String
    public var value: Double
    public var basis: Basis
  }

  /// Why a figure is what it is.
  public enum Basis: Hashable, Sendable {
    /// A key of the file's sources.
    case source(String)
    /// Nobody measured it: between which values it may lie.
    case assumed(ClosedRange<Double>)
  }

  /// A figure by its path; nil where the file leaves it out.
  public subscript(path: String) -> Double? { figures.first { $0.path == path }?.value }

  /// How many figures are assumed.
  public var assumedCount: Int {
    figures.count {
      if case .assumed = $0.basis { return true }
      return false
    }
  }

  /// The kinds, by the names that messages use.
  public enum Kind: String, Choice {
    case thermometer, hygrometer
    case co2Meter = "co2_meter"
    case lightSensor = "light_sensor"
    case motionDetector = "motion_detector"
    case doorContact = "door_contact"
    case windowContact = "window_contact"
    case smartPlug = "smart_plug"
    case electricityMeter = "electricity_meter"
    case thermostat, lamp
    case smartSpeaker = "smart_speaker"
    case gateway
    case multiSensor = "multi_sensor"
    case circuitMeter = "circuit_meter"
    case leakSensor = "leak_sensor"
    case smokeAlarm = "smoke_alarm"
    case airMonitor = "air_monitor"
    case soundMeter = "sound_meter"

    public var meaning: String {
      switch self {
      case .thermometer: "temperature of a room"
      case .hygrometer: "temperature and humidity of a room"
      case .co2Meter: "CO2 and temperature of a room"
      case .lightSensor: "illuminance of a room"
      case .motionDetector: "whether somebody moves"
      case .doorContact: "whether the front door is open"
      case .windowContact: "whether a window is open"
      case .smartPlug: "power of an appliance, and its switch"
      case .electricityMeter: "power and energy of the home"
      case .thermostat: "temperature, set points and the call for heat or cold"
      case .lamp: "a lamp and its level"
      case .smartSpeaker: "what residents say"
      case .gateway: "its own processor, memory and disk"
      case .multiSensor: "temperature, humidity and illuminance of a room"
      case .circuitMeter: "power of the circuit of heating and cooling"
      case .leakSensor: "whether there is water on the floor"
      case .smokeAlarm: "whether there is smoke in a room"
      case .airMonitor: "fine particles, organic vapours, temperature and humidity of a room"
      case .soundMeter: "how loud it is in a room"
      }
    }
  }

  /// What is in its battery.
  public enum Chemistry: String, Choice {
    case alkaline
    case lithiumIron = "lithium-iron"
    case lithiumManganese = "lithium-manganese"

    public var meaning: String {
      switch self {
      case .alkaline: "zinc and manganese dioxide; the voltage falls all along"
      case .lithiumIron: "lithium and iron disulphide, as in AA cells; flat to the last"
      case .lithiumManganese: "lithium and manganese dioxide, as in coin cells; flat to the last"
      }
    }
  }
}

/// A file of the catalogue: models and the sources of their figures.
public struct DeviceFile: Hashable, Sendable {
  public var why: String
  /// By the keys that figures name, sorted.
  public var sources: [Source]
  public var models: [DeviceDescription]
  /// From where it was read, and what it holds.
  public var path: String
  public var bytes: [UInt8]

  public struct Source: Hashable, Sendable {
    public var key: String
    public var text: String
  }
}

extension DeviceDescription.Kind {
  /// Whether devices of this kind have sensors that faults of such sensors can hit.
  func measures(_ kind: Scenario.SensorKind) -> Bool {
    switch (self, kind) {
    case (.gateway, _), (.lamp, _), (.smartSpeaker, _): false
    case (.motionDetector, .motion), (.doorContact, .contact), (.windowContact, .contact),
      (.leakSensor, .leak), (.smokeAlarm, .smoke):
      true
    case (.motionDetector, _), (.doorContact, _), (.windowContact, _), (.leakSensor, _),
      (.smokeAlarm, _), (_, .motion), (_, .contact), (_, .leak), (_, .smoke):
      false
    case (.smartPlug, _), (.circuitMeter, _), (.electricityMeter, _):
      kind == .power || kind == .meter || kind == .any
    case (_, .any): true
    case (.hygrometer, .humidity), (.multiSensor, .humidity), (.airMonitor, .humidity),
      (.co2Meter, .co2),
      (.lightSensor, .illuminance), (.multiSensor, .illuminance):
      true
    case (.lightSensor, _), (.soundMeter, _): false
    default: kind == .temperature
    }
  }
}
