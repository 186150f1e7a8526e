public import Clockwork
public import Telemetry

/// Counts doubles and disorder among the readings that ingestion handed on, and what both would
/// have been in order of arrival.
///
/// Bounded memory: a double is noticed up to two calls of ``closeHour(at:)`` apart, and readings
/// wait an hour to be put in order of arrival.
public struct IngestionAudit: Sendable {
  private struct Arrival: Sendable {
    var arrival: SimTime
    var message: MessageID
    var position: Int
    var eventTime: SimTime
  }

  /// Behind its newest reading a stream is in disorder.
  private struct Order: Sendable {
    var count = 0
    var disorderedCount = 0
    var newest = SimTime.distantPast

    mutating func take(_ time: SimTime) {
      count += 1
      if time < newest { disorderedCount += 1 } else { newest = time }
    }
  }

  static let patience = SimDuration.hours(1)

  private var ours = Order()
  private var null = Order()
  private var copyCount = 0
  private var doubleCount = 0
  /// Readings that were handed on before; a copy of a message doubles each of its readings.
  public private(set) var doubledReadingCount = 0
  private var waiting: [Arrival] = []
  private var seenNow: Set<UInt64> = []
  private var seenBefore: Set<UInt64> = []

  public init() {}

  /// How many readings are remembered or wait.
  public var heldCount: Int { waiting.count + seenNow.count + seenBefore.count }

  /// Takes one reading; call it in the order in which ingestion hands them on.
  public mutating func take(
    _ message: MessageID, position: Int, eventTime: SimTime, arrival: SimTime
  ) {
    let id = ReadingID(message, position: position).rawValue
    ours.take(eventTime)
    let isDouble = seenBefore.contains(id) || !seenNow.insert(id).inserted
    if isDouble { doubledReadingCount += 1 }
    // A copy is counted once, by its first reading.
    if position == 0 {
      copyCount += 1
      if isDouble { doubleCount += 1 }
    }
    waiting.append(
      Arrival(
        arrival: arrival, message: message, position: position, eventTime: eventTime))
  }

  /// Takes a reading of the history, which is delivered but not judged.
  public mutating func take(past reading: ReadingID) {
    let id = reading.rawValue
    if seenBefore.contains(id) || !seenNow.insert(id).inserted { doubledReadingCount += 1 }
  }

  /// Lets go of what is old; call it every hour of simulated time.
  public mutating func closeHour(at now: SimTime) {
    seenBefore = seenNow
    seenNow.removeAll(keepingCapacity: true)
    release(upTo: now - Self.patience)
  }

  /// Adds the home's figures to its board, once, at the end of a run.
  ///
  /// - Parameter droppedDoubles: copies that ingestion recognised and let go of, by its own count.
  public mutating func finish(
    droppedDoubles: Int, to board: inout ScoreBoard, firstScore base: Int
  ) {
    release(upTo: .distantFuture)
    let doubles = Double(doubleCount)
    let all = Double(copyCount + droppedDoubles)
    board.addLoss(doubles, weight: Double(copyCount), of: .ours, score: base + 1, day: 0)
    board.addLoss(
      doubles + Double(droppedDoubles), weight: all, of: .null, score: base + 1, day: 0)
    board.addLoss(0, weight: Double(copyCount), of: .oracle, score: base + 1, day: 0)
    for (player, order) in [(Player.ours, ours), (.null, null)] {
      board.addLoss(
        Double(order.disorderedCount), weight: Double(order.count), of: player, score: base + 2,
        day: 0)
    }
    board.addLoss(0, weight: Double(ours.count), of: .oracle, score: base + 2, day: 0)
  }

  private mutating func release(upTo limit: SimTime) {
    waiting.sort {
      ($0.arrival, $0.message, $0.position) < ($1.arrival, $1.message, $1.position)
    }
    let count = waiting.firstIndex { $0.arrival > limit } ?? waiting.count
    for item in waiting[..<count] { null.take(item.eventTime) }
    waiting.removeFirst(count)
  }
}
