public import Clockwork

/// The data plan's message kinds that cross the wire from home to pipeline.
@frozen public enum MessageKind: UInt8, CaseIterable, Sendable {
  case deviceTelemetry = 1
  case deviceStatus = 2
  case energyConsumption = 3
  case devicePerformance = 4
  case userInteraction = 5
  case deviceLog = 6
  case sitePlan = 7
  case weatherForecast = 8
  case tariff = 9
  /// Of our own: the data plan has it within the interaction's document.
  case userFeedback = 10
}

/// One measurement inside a message.
@frozen public struct Reading: Hashable, Sendable {
  public var channel: Channel
  /// Whole seconds before the message's device time at which it was measured.
  public var ageSeconds: UInt16
  /// In the channel's unit.
  public var value: Double

  @inlinable public init(channel: Channel, ageSeconds: UInt16, value: Double) {
    self.channel = channel
    self.ageSeconds = ageSeconds
    self.value = value
  }
}

/// What every message carries besides its body.
@frozen public struct MessageHeader: Hashable, Sendable {
  public var kind: MessageKind
  public var device: DeviceIndex
  /// Counts a device's messages from 0; a retry or duplicate repeats it.
  public var sequence: UInt32
  /// The device's own clock, which skews.
  public var deviceTime: SimTime
  /// Charge in per cent; 255 for mains power.
  public var batteryPercent: UInt8
  /// Received power at the gateway, dBm.
  public var signalDBm: Int8
  /// 0 for none, else a code of the device's firmware.
  public var errorCode: UInt8

  @inlinable public init(
    kind: MessageKind, device: DeviceIndex, sequence: UInt32, deviceTime: SimTime,
    batteryPercent: UInt8 = 255, signalDBm: Int8 = -50, errorCode: UInt8 = 0
  ) {
    self.kind = kind
    self.device = device
    self.sequence = sequence
    self.deviceTime = deviceTime
    self.batteryPercent = batteryPercent
    self.signalDBm = signalDBm
    self.errorCode = errorCode
  }
}

/// Up to four readings without an allocation.
@frozen public struct ReadingGroup: Sendable {
  public static let capacity = 4
  public var count: UInt8
  @usableFromInline var storage: (Reading, Reading, Reading, Reading)

  @inlinable public init() {
    let empty = Reading(channel: .temperature, ageSeconds: 0, value: 0)
    storage = (empty, empty, empty, empty)
    count = 0
  }

  @inlinable public init(_ reading: Reading) {
    self.init()
    append(reading)
  }

  @inlinable public var isFull: Bool { count == 4 }

  /// - Precondition: not full.
  @inlinable public mutating func append(_ reading: Reading) {
    precondition(count < 4, "a reading group holds at most four readings")
    switch count {
    case 0: storage.0 = reading
    case 1: storage.1 = reading
    case 2: storage.2 = reading
    default: storage.3 = reading
    }
    count += 1
  }

  @inlinable public subscript(index: Int) -> Reading {
    precondition(index >= 0 && index < Int(count), "reading index in range")
    switch index {
    case 0: return storage.0
    case 1: return storage.1
    case 2: return storage.2
    default: return storage.3
    }
  }
}

/// Words spoken to the house, as the speaker heard them.
public struct Utterance: Hashable, Sendable {
  public var resident: ResidentIndex
  public var room: RoomIndex
  public var text: String

  public init(resident: ResidentIndex, room: RoomIndex, text: String) {
    self.resident = resident
    self.room = room
    self.text = text
  }
}

/// What somebody says of how the house did what they had asked for.
public struct Feedback: Hashable, Sendable {
  /// From bad to good.
  public static let ratings: ClosedRange<UInt8> = 1...5

  public var resident: ResidentIndex
  /// The utterance's sender and number; both messages are of the same home.
  public var utteranceDevice: DeviceIndex
  public var utteranceSequence: UInt32
  /// Within ``ratings``.
  public var rating: UInt8
  /// May be empty.
  public var comment: String

  public init(
    resident: ResidentIndex, utteranceDevice: DeviceIndex, utteranceSequence: UInt32,
    rating: UInt8, comment: String
  ) {
    self.resident = resident
    self.utteranceDevice = utteranceDevice
    self.utteranceSequence = utteranceSequence
    self.rating = rating
    self.comment = comment
  }
}

/// A weather service's hourly outlook for the home's place.
public struct WeatherForecastMessage: Hashable, Sendable {
  /// The first full hour that is forecast.
  public var firstHour: SimTime
  /// °C, one value an hour.
  public var temperatureC: [Float]
  /// W/m2, one value an hour.
  public var globalHorizontalWm2: [Float]

  public init(firstHour: SimTime, temperatureC: [Float], globalHorizontalWm2: [Float]) {
    self.firstHour = firstHour
    self.temperatureC = temperatureC
    self.globalHorizontalWm2 = globalHorizontalWm2
  }
}

/// An energy supplier's price and carbon intensity from a moment on.
public struct TariffMessage: Hashable, Sendable {
  public var from: SimTime
  public var pricePerKWh: Double
  public var currency: String
  public var carbonKgPerKWh: Double

  public init(from: SimTime, pricePerKWh: Double, currency: String, carbonKgPerKWh: Double) {
    self.from = from
    self.pricePerKWh = pricePerKWh
    self.currency = currency
    self.carbonKgPerKWh = carbonKgPerKWh
  }
}

/// A line of a device's own log.
public struct LogLine: Hashable, Sendable {
  /// The data plan's `log_level`: info, warning or error.
  public var level: String
  public var component: String
  public var text: String

  public init(level: String, component: String, text: String) {
    self.level = level
    self.component = component
    self.text = text
  }
}

/// A message's content.
public enum MessageBody: Sendable {
  case readings(ReadingGroup)
  /// Status text (`active`, `low_battery`, ...), uptime in seconds and firmware version.
  case status(text: String, uptimeSeconds: UInt32, firmware: String)
  case utterance(Utterance)
  case feedback(Feedback)
  case log(LogLine)
  case sitePlan(SitePlan)
  case weatherForecast(WeatherForecastMessage)
  case tariff(TariffMessage)
}

/// One message from a home to its pipeline.
public struct Message: Sendable {
  public var header: MessageHeader
  public var body: MessageBody

  public init(header: MessageHeader, body: MessageBody) {
    self.header = header
    self.body = body
  }
}
