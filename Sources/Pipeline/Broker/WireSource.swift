import Clockwork
public import Ingestion
import Telemetry

/// The copies of a run's recorded wire (`wire.sqlite`), home by home, in the binary form.
public final class WireSource: MessageSource {
  private let log: LogReader
  private let segments: [(home: HomeID, window: Int64)]
  private var segment = 0
  /// Copies of the current segment that were handed over.
  private var taken = 0
  private var copies: [(arrival: SimTime, payload: [UInt8])] = []
  private var isLoaded = false

  public init(path: String) throws(LogError) {
    log = try LogReader(path: path)
    var segments: [(HomeID, Int64)] = []
    for home in try log.homes() {
      for window in try log.windows(of: home) { segments.append((home, window)) }
    }
    self.segments = segments
  }

  public var position: String { "\(segment) \(taken)" }

  public func seek(to position: String) {
    let parts = position.split(separator: " ").compactMap { Int($0) }
    (segment, taken) = (0, 0)
    if parts.count == 2, parts[0] >= 0, parts[1] >= 0, parts[0] <= segments.count {
      (segment, taken) = (parts[0], parts[1])
    }
    isLoaded = false
  }

  public func next() throws -> SourceMessage? {
    while segment < segments.count {
      if !isLoaded { try load() }
      if taken < copies.count {
        let copy = copies[taken]
        taken += 1
        var record = Record(
          key: Array(segments[segment].home.name.utf8), eventTime: copy.arrival,
          payload: copy.payload)
        record.headers = [.init(name: MessageGate.formHeader, value: MessageGate.binaryForm)]
        return SourceMessage(record: record, arrival: copy.arrival)
      }
      segment += 1
      taken = 0
      isLoaded = false
    }
    return nil
  }

  private func load() throws(LogError) {
    copies.removeAll(keepingCapacity: true)
    let (home, window) = segments[segment]
    try log.forEachCopy(of: home, window: window) { arrival, bytes in
      copies.append((arrival, MessageGate.binaryPayload(home: home, bytes)))
    }
    isLoaded = true
  }
}
