public import Clockwork
public import Telemetry

/// One reading as an outside stage sees it.
public struct StageReading: Hashable, Sendable {
  public var home: HomeID
  public var room: RoomIndex
  public var device: DeviceIndex
  public var channel: Channel
  /// When it was measured, by the pipeline's clock.
  public var time: SimTime
  public var arrival: SimTime
  public var sequence: UInt32
  /// Place in its message, from 0.
  public var position: UInt8
  /// In the channel's unit.
  public var value: Double

  public init(
    home: HomeID, room: RoomIndex, device: DeviceIndex, channel: Channel, time: SimTime,
    arrival: SimTime, sequence: UInt32, position: UInt8, value: Double
  ) {
    self.home = home
    self.room = room
    self.device = device
    self.channel = channel
    self.time = time
    self.arrival = arrival
    self.sequence = sequence
    self.position = position
    self.value = value
  }
}

/// A forecast that is due.
public struct StageWish: Hashable, Sendable {
  public var home: HomeID
  public var firstHour: SimTime
  public var hours: Int

  public init(home: HomeID, firstHour: SimTime, hours: Int) {
    self.home = home
    self.firstHour = firstHour
    self.hours = hours
  }
}

/// What a home's lane asks an outside stage at a control tick.
public struct StageBatch: Sendable {
  /// Site plans that have come since the last batch.
  public var plans: [SitePlan] = []
  public var readings: [StageReading] = []
  public var outlooks: [StageOutlook] = []
  public var wishes: [StageWish] = []
  /// Devices' measurements, by home and device.
  public var measurements: [StageMeasurement] = []
  /// What somebody has said; alone in its batch.
  public var words: StageWords?

  public init() {}

  /// Brings the batches of several homes into the order of arrival, home and sequence.
  public mutating func sort() {
    plans.sort { $0.home < $1.home }
    readings.sort {
      ($0.arrival, $0.home, $0.device, $0.sequence, $0.position)
        < ($1.arrival, $1.home, $1.device, $1.sequence, $1.position)
    }
    outlooks.sort { ($0.arrival, $0.home) < ($1.arrival, $1.home) }
    wishes.sort { $0.home < $1.home }
    measurements.sort {
      ($0.home, $0.device, $0.tick, $0.channel.rawValue)
        < ($1.home, $1.device, $1.tick, $1.channel.rawValue)
    }
  }
}

extension StageBatch {
  /// For messages.
  var text: String {
    words.map { "the words \"\($0.utterance.text.prefix(60))\"" }
      ?? "\(readings.count + measurements.count) readings"
  }
}

/// A weather forecast that a home has received.
public struct StageOutlook: Sendable {
  public var home: HomeID
  public var arrival: SimTime
  public var forecast: WeatherForecastMessage

  public init(home: HomeID, arrival: SimTime, forecast: WeatherForecastMessage) {
    self.home = home
    self.arrival = arrival
    self.forecast = forecast
  }
}
