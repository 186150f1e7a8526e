public import Clockwork
public import Compression
public import Ingestion
import Telemetry

/// Packs one home's readings into chunks, a series and day at a time: a value in the lane.
///
/// Readings wait in blocks of 64, blocks in a chunk until the day ends or the chunk is full.
public struct ChunkBuilder: Sendable {
  /// A chunk that reaches this size is closed, so that a sensor's buffer stays small.
  static let chunkBytesMax = 4096

  private struct Open: Sendable {
    var day = Int64.min
    var blockCount = 0
    var ids = IDSum.zero
    var bytes: [UInt8] = []
  }

  private struct Closed: Sendable {
    var series: UInt16
    var day: Int64
    var ids: IDSum
    var bytes: [UInt8]
  }

  private var open: [Open]
  private var resolutions: [Double]
  /// For each series the block that is being filled.
  private var times: [Int64]
  private var values: [Double]
  private var states: [UInt32]
  private var closed: [Closed] = []

  public init(_ directory: ChannelDirectory) {
    let count = directory.series.count
    open = [Open](repeating: Open(), count: count)
    resolutions = directory.series.map(\.sheet.resolution)
    times = [Int64](repeating: 0, count: count * ChunkBlock.capacity)
    values = [Double](repeating: 0, count: count * ChunkBlock.capacity)
    states = [UInt32](repeating: 0, count: count * ChunkBlock.capacity)
  }

  /// Adds a reading; within a series they should come in order of event time.
  public mutating func append(_ reading: IngestedReading) {
    let series = Int(reading.series)
    let time = reading.eventTime.microseconds
    let day = Day.of(time)
    if open[series].day != day {
      closeChunk(series)
      open[series].day = day
    }
    let place = series * ChunkBlock.capacity + open[series].blockCount
    times[place] = time
    values[place] = StoredReading.withoutNegativeZero(reading.value)
    states[place] =
      DeviceState(
        batteryPercent: reading.batteryPercent, signalDBm: reading.signalDBm,
        errorCode: reading.errorCode
      ).rawValue
    open[series].blockCount += 1
    open[series].ids.add(reading.id.rawValue)
    if open[series].blockCount == ChunkBlock.capacity {
      closeBlock(series)
      if open[series].bytes.count >= Self.chunkBytesMax - 1024 { closeChunk(series) }
    }
  }

  /// Hands over the chunks that are complete.
  public mutating func takeChunks(using compressor: Compressor) -> [Chunk] {
    defer { closed.removeAll(keepingCapacity: true) }
    return closed.map { chunk in
      Chunk(
        series: chunk.series, day: chunk.day, ids: chunk.ids, byteCount: chunk.bytes.count,
        checksum: CRC32C.checksum(chunk.bytes), data: compressor.compress(chunk.bytes))
    }
  }

  /// Hands over everything, at the end of a run.
  public mutating func finish(using compressor: Compressor) -> [Chunk] {
    for series in open.indices { closeChunk(series) }
    return takeChunks(using: compressor)
  }

  /// The readings that have not been handed over.
  public var waiting: IDSum {
    let inOpen = open.reduce(IDSum.zero) { $0 + $1.ids }
    return closed.reduce(inOpen) { $0 + $1.ids }
  }

  private mutating func closeBlock(_ series: Int) {
    let count = open[series].blockCount
    guard count > 0 else { return }
    let range = series * ChunkBlock.capacity..<series * ChunkBlock.capacity + count
    times.withUnsafeBufferPointer { times in
      values.withUnsafeBufferPointer { values in
        states.withUnsafeBufferPointer { states in
          ChunkBlock.append(
            times: UnsafeBufferPointer(rebasing: times[range]),
            values: UnsafeBufferPointer(rebasing: values[range]),
            states: UnsafeBufferPointer(rebasing: states[range]),
            origin: open[series].day * Day.microseconds, resolution: resolutions[series],
            to: &open[series].bytes)
        }
      }
    }
    open[series].blockCount = 0
  }

  private mutating func closeChunk(_ series: Int) {
    closeBlock(series)
    guard open[series].ids.count > 0 else { return }
    closed.append(
      Closed(
        series: UInt16(series), day: open[series].day, ids: open[series].ids,
        bytes: open[series].bytes))
    open[series].ids = .zero
    open[series].bytes.removeAll(keepingCapacity: true)
  }
}
