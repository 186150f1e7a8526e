public import Clockwork
public import Compression
public import Ingestion
public import Telemetry

/// What a lane hands to the store for one home and window.
public struct StoreBatch: Sendable {
  public struct Status: Hashable, Sendable {
    public var device: DeviceIndex
    public var time: SimTime
    public var status: String
    public var uptimeSeconds: UInt32
    public var firmware: String
    public var batteryPercent: UInt8
  }

  public struct DayCount: Hashable, Sendable {
    /// Days since 1970-01-01, UTC.
    public var day: Int64
    public var ids: IDSum
  }

  public var home: HomeID
  public var rows: [ReadingRow] = []
  public var chunks: [Chunk] = []
  public var hours: [HourlyFigures] = []
  public var energy: [EnergyHour] = []
  public var statuses: [Status] = []
  public var interactions = StoredInteractions()
  /// The readings in `rows`, by day; chunks carry their own.
  public var rowDays: [DayCount] = []
  /// Readings that the mode does not keep one by one.
  public var notKept = IDSum.zero

  init(home: HomeID) { self.home = home }

  public var isEmpty: Bool {
    rows.isEmpty && chunks.isEmpty && hours.isEmpty && energy.isEmpty && statuses.isEmpty
      && interactions.isEmpty && notKept == .zero
  }
}

/// The lane's side of the store: collects one home's readings and status messages.
///
/// A value without handles; compression happens here, on the lane's thread.
public struct StoreFeed: Sendable {
  public let mode: StoreMode
  private var batch: StoreBatch
  private var chunks: ChunkBuilder?
  private var hourly: HourlyBuilder?
  private var energy = EnergyAccount()

  public init(home: HomeID, mode: StoreMode, directory: ChannelDirectory) {
    self.mode = mode
    batch = StoreBatch(home: home)
    if mode == .chunks { chunks = ChunkBuilder(directory) }
    if mode == .aggregates { hourly = HourlyBuilder(directory) }
  }

  /// Adds a reading, in the order in which ingestion hands them over.
  public mutating func append(_ reading: IngestedReading) {
    switch mode {
    case .raw:
      appendRow(reading)
    case .chunks:
      chunks?.append(reading)
    case .aggregates:
      hourly?.append(reading)
      batch.notKept.add(reading.id.rawValue)
    case .none:
      batch.notKept.add(reading.id.rawValue)
      return
    }
    if reading.channel == .energy { energy.append(reading) }
  }

  /// Adds a message without readings; the store keeps device status, words and feedback, and heeds
  /// tariffs.
  public mutating func append(_ message: ArrivedMessage) {
    guard mode != .none else { return }
    switch message.message.body {
    case .status(let text, let uptimeSeconds, let firmware):
      batch.statuses.append(
        StoreBatch.Status(
          device: message.message.header.device, time: message.arrival, status: text,
          uptimeSeconds: uptimeSeconds, firmware: firmware,
          batteryPercent: message.message.header.batteryPercent))
    case .tariff(let tariff): energy.append(tariff)
    case .utterance(let utterance):
      batch.interactions.words.append(
        .init(id: message.id, arrival: message.arrival, utterance: utterance))
    case .feedback(let feedback):
      batch.interactions.ratings.append(
        .init(id: message.id, arrival: message.arrival, feedback: feedback))
    default: break
    }
  }

  /// Adds what was made of words.
  public mutating func append(_ answer: Answer) {
    guard mode != .none else { return }
    batch.interactions.answers.append(answer)
  }

  /// Hands over what is complete; chunks and hours that are still open stay.
  public mutating func take(using compressor: Compressor) -> StoreBatch {
    batch.chunks = chunks?.takeChunks(using: compressor) ?? []
    batch.hours = hourly?.takeHours() ?? []
    batch.energy = energy.takeHours()
    return takeBatch()
  }

  /// Hands over everything, at the end of a run.
  public mutating func finish(using compressor: Compressor) -> StoreBatch {
    batch.chunks = chunks?.finish(using: compressor) ?? []
    batch.hours = hourly?.finish() ?? []
    batch.energy = energy.finish()
    return takeBatch()
  }

  /// The readings that have not been handed over, as the ledger counts them.
  public var waiting: IDSum {
    let rows = batch.rowDays.reduce(batch.notKept) { $0 + $1.ids }
    return rows + (chunks?.waiting ?? .zero)
  }

  private mutating func appendRow(_ reading: IngestedReading) {
    let state = DeviceState(
      batteryPercent: reading.batteryPercent, signalDBm: reading.signalDBm,
      errorCode: reading.errorCode)
    let value = StoredReading.withoutNegativeZero(reading.value)
    let stored = StoredReading(time: reading.eventTime, value: value, state: state)
    batch.rows.append(ReadingRow(series: reading.series, reading: stored))
    let day = Day.of(reading.eventTime.microseconds)
    if let last = batch.rowDays.last, last.day == day {
      batch.rowDays[batch.rowDays.count - 1].ids.add(reading.id.rawValue)
    } else {
      var ids = IDSum.zero
      ids.add(reading.id.rawValue)
      batch.rowDays.append(StoreBatch.DayCount(day: day, ids: ids))
    }
  }

  private mutating func takeBatch() -> StoreBatch {
    defer { batch = StoreBatch(home: batch.home) }
    return batch
  }
}
