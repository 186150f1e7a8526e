internal import Compression
internal import Synchronization

/// Lends each thread a compressor: a context is large, so there are as many as threads, not homes.
///
/// A class, because the threads share it. Which context packs a frame changes no byte of it.
final class CompressorPool: Sendable {
  private struct Idle: @unchecked Sendable {
    var compressors: [Compressor] = []
  }

  private let idle = Mutex(Idle())

  func lend<Result>(_ body: (Compressor) throws -> Result) rethrows -> Result {
    let idle = idle.withLock { Idle(compressors: $0.compressors.popLast().map { [$0] } ?? []) }
    let compressor = idle.compressors.first ?? Compressor()
    defer {
      let back = Idle(compressors: [compressor])
      self.idle.withLock { $0.compressors += back.compressors }
    }
    return try body(compressor)
  }
}
