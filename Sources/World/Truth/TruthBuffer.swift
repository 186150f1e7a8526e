public import Clockwork
public import Telemetry

/// One room's true state at a physics tick.
@frozen public struct RoomState: Sendable {
  public var temperatureC: Double
  /// Ratio 0...1.
  public var relativeHumidity: Double
  public var co2PPM: Double
  public var illuminanceLx: Double
  public var occupantCount: UInt8
  public var isWindowOpen: Bool

  @inlinable public init(
    temperatureC: Double, relativeHumidity: Double, co2PPM: Double, illuminanceLx: Double,
    occupantCount: UInt8, isWindowOpen: Bool
  ) {
    self.temperatureC = temperatureC
    self.relativeHumidity = relativeHumidity
    self.co2PPM = co2PPM
    self.illuminanceLx = illuminanceLx
    self.occupantCount = occupantCount
    self.isWindowOpen = isWindowOpen
  }
}

/// What else a room's air holds and carries, over the step that ends at a physics tick.
@frozen public struct AirState: Sendable {
  /// Fine particles, PM2.5, µg/m³.
  public var particlesUgM3: Double
  /// Organic vapours, µg/m³, and their index, 1...500.
  public var vapoursUgM3: Double
  public var vapourIndex: Double
  /// A-weighted equivalent level, dB re 20 µPa.
  public var soundDB: Double

  @inlinable public init(
    particlesUgM3: Double, vapoursUgM3: Double, vapourIndex: Double, soundDB: Double
  ) {
    self.particlesUgM3 = particlesUgM3
    self.vapoursUgM3 = vapoursUgM3
    self.vapourIndex = vapourIndex
    self.soundDB = soundDB
  }
}

/// The whole home's true state at a physics tick; powers are means over the step that ends there.
@frozen public struct HomeState: Sendable {
  public var time: SimTime
  public var outdoorTemperatureC: Double
  /// Total electrical power drawn from the grid, W; negative while the home feeds in.
  public var electricPowerW: Double
  /// The part of it that heats or cools, W.
  public var hvacElectricPowerW: Double
  /// Power of the fuel burnt to heat the rooms, W.
  public var fuelPowerW: Double
  /// What heats water: the part of the electrical power, and power of the fuel burnt, W.
  public var waterElectricPowerW = 0.0
  public var waterFuelPowerW = 0.0
  /// What modules on the roof gave, W.
  public var solarPowerW = 0.0
  /// What a battery took, W, negative while it gave, and what it holds, kWh.
  public var batteryPowerW = 0.0
  public var batteryChargeKWh = 0.0
  /// What charged a car, W, its charge, 0...1, and whether it stands at the charger.
  public var vehiclePowerW = 0.0
  public var vehicleLevel = 0.0
  public var isVehicleHome = false
  /// Heat put into the rooms by the plant, W; negative when cooling.
  public var hvacHeatW: Double
  public var heatingSetpointC: Double
  public var coolingSetpointC: Double
  public var occupantCount: UInt8
  /// What those at home really find comfortable, °C; nil when nobody is.
  public var comfortC: ClosedRange<Double>?

  @inlinable public init(
    time: SimTime, outdoorTemperatureC: Double, electricPowerW: Double,
    hvacElectricPowerW: Double, fuelPowerW: Double, hvacHeatW: Double, heatingSetpointC: Double,
    coolingSetpointC: Double, occupantCount: UInt8, comfortC: ClosedRange<Double>? = nil
  ) {
    self.time = time
    self.outdoorTemperatureC = outdoorTemperatureC
    self.electricPowerW = electricPowerW
    self.hvacElectricPowerW = hvacElectricPowerW
    self.fuelPowerW = fuelPowerW
    self.hvacHeatW = hvacHeatW
    self.heatingSetpointC = heatingSetpointC
    self.coolingSetpointC = coolingSetpointC
    self.occupantCount = occupantCount
    self.comfortC = comfortC
  }
}

/// The value and time that a perfect device would have sent.
@frozen public struct IdealReading: Sendable {
  public var device: DeviceIndex
  public var channel: Channel
  public var time: SimTime
  public var value: Double

  @inlinable public init(device: DeviceIndex, channel: Channel, time: SimTime, value: Double) {
    self.device = device
    self.channel = channel
    self.time = time
    self.value = value
  }
}

/// A reading as measured on an audited device, before sampling; `truth` is the undisturbed value.
@frozen public struct AuditedReading: Sendable {
  public var slot: UInt16
  public var tick: Int64
  public var time: SimTime
  public var measured: Double
  public var truth: Double

  @inlinable public init(
    slot: UInt16, tick: Int64, time: SimTime, measured: Double, truth: Double
  ) {
    self.slot = slot
    self.tick = tick
    self.time = time
    self.measured = measured
    self.truth = truth
  }
}

/// A reading that an audited device decided to send; its value may have been moved by the policy.
@frozen public struct AuditedSend: Sendable {
  public var slot: UInt16
  public var tick: Int64
  public var value: Double

  @inlinable public init(slot: UInt16, tick: Int64, value: Double) {
    self.slot = slot
    self.tick = tick
    self.value = value
  }
}

/// What a faulty sensor would have read at a native tick without its faults and its noise, for
/// oracles.
@frozen public struct HealthyReading: Sendable {
  public var slot: UInt16
  public var time: SimTime
  /// After the unit's own bias and lag.
  public var mean: Double
  /// Standard deviation of its noise then.
  public var sd: Double
  /// How far the fault moves the mean, where that hangs on what other sensors see: swapped ones.
  public var shift: Double

  @inlinable public init(slot: UInt16, time: SimTime, mean: Double, sd: Double, shift: Double = 0) {
    self.slot = slot
    self.time = time
    self.mean = mean
    self.sd = sd
    self.shift = shift
  }
}

/// A message in which a fault of its device shows, for oracles.
@frozen public struct OddMessage: Sendable {
  public var device: DeviceIndex
  public var kind: FaultKind
  /// When it reaches the pipeline.
  public var arrival: SimTime
  /// Clock jump: how far the device's clock is off, seconds. Misstated charge: per cent too many.
  /// Else 1.
  public var size: Double

  @inlinable public init(device: DeviceIndex, kind: FaultKind, arrival: SimTime, size: Double) {
    self.device = device
    self.kind = kind
    self.arrival = arrival
    self.size = size
  }
}

/// What was really so in one home since the buffer was last emptied: append-only columns.
///
/// `rooms` holds `roomCount` states for each entry of `homes`, in room order.
@frozen public struct TruthBuffer: Sendable {
  public let roomCount: Int
  public var homes: [HomeState] = []
  public var rooms: [RoomState] = []
  /// In the same order; empty unless the home follows its air.
  public var air: [AirState] = []
  public var events: [TruthEvent] = []
  /// Binary and alert-relevant channels only: motion, contact, temperature, thermostat call.
  public var ideal: [IdealReading] = []
  /// Empty unless the home is audited.
  public var audited: [AuditedReading] = []
  /// Each reading that was taken, sent or not; empty unless the home records them.
  public var readings: [AuditedReading] = []
  /// What audited devices sent; empty otherwise.
  public var sent: [AuditedSend] = []
  /// Of sensors that have a fault, while it lasts.
  public var healthy: [HealthyReading] = []
  /// In the order in which they were sent.
  public var odd: [OddMessage] = []

  public init(roomCount: Int) { self.roomCount = roomCount }

  /// Empties the columns and keeps their space.
  public mutating func removeAll() {
    homes.removeAll(keepingCapacity: true)
    rooms.removeAll(keepingCapacity: true)
    air.removeAll(keepingCapacity: true)
    events.removeAll(keepingCapacity: true)
    ideal.removeAll(keepingCapacity: true)
    audited.removeAll(keepingCapacity: true)
    readings.removeAll(keepingCapacity: true)
    sent.removeAll(keepingCapacity: true)
    healthy.removeAll(keepingCapacity: true)
    odd.removeAll(keepingCapacity: true)
  }
}
