internal import Dispatch
internal import Synchronization

/// Lets threads take shards one after another, and joins them before it returns.
///
/// A shard is advanced by one thread at a time and touches nothing of another's, so the number of
/// threads cannot change a result. With one thread no other is started.
public struct ShardRunner: Sendable {
  /// At most so many threads work at once, the caller's among them.
  public let threadCount: Int

  public init(threadCount: Int) {
    precondition(threadCount > 0, "Work needs at least one thread.")
    self.threadCount = threadCount
  }

  /// Runs the body once for each shard.
  ///
  /// Shards are begun in their order. After an error no later shard is begun; earlier ones end.
  ///
  /// - Throws: the error of the first shard in their order that has one, whatever the threads did;
  ///   ``RunCancelled`` if the flag rose before all shards were begun and none failed.
  public func run(
    shardCount: Int, cancellation: CancellationFlag? = nil,
    _ body: @Sendable (Int) throws -> Void
  ) throws {
    let progress = Progress()
    let workerCount = min(threadCount, shardCount)
    if workerCount <= 1 {
      progress.work(shardCount, cancellation, body)
    } else {
      DispatchQueue.concurrentPerform(iterations: workerCount) { _ in
        progress.work(shardCount, cancellation, body)
      }
    }
    if let failure = progress.failure.withLock({ $0 }) { throw failure.error }
    if progress.wasCancelled.load(ordering: .relaxed) { throw RunCancelled() }
  }

  /// Runs the body once for each element, which it may change.
  ///
  /// - Throws: as ``run(shardCount:cancellation:_:)``; the elements keep what was done until then.
  public func forEach<Shard>(
    _ shards: inout [Shard], cancellation: CancellationFlag? = nil,
    _ body: @Sendable (Int, inout Shard) throws -> Void
  ) throws {
    try shards.withUnsafeMutableBufferPointer { buffer in
      let shared = SharedElements(base: buffer)
      try run(shardCount: buffer.count, cancellation: cancellation) { index in
        try body(index, &shared.base[index])
      }
    }
  }
}

/// Elements that several threads change, each another one.
private struct SharedElements<Element>: @unchecked Sendable {
  let base: UnsafeMutableBufferPointer<Element>
}

/// A wish to stop that any thread may utter; a class, because both sides hold the same one.
public final class CancellationFlag: Sendable {
  private let raised = Atomic<Bool>(false)

  public init() {}

  /// True once ``cancel()`` was called.
  public var isCancelled: Bool { raised.load(ordering: .relaxed) }

  public func cancel() { raised.store(true, ordering: .relaxed) }
}

/// Thrown when a run was stopped by its ``CancellationFlag``.
public struct RunCancelled: Error, CustomStringConvertible {
  public init() {}

  public var description: String { "the run was cancelled" }
}

/// What the threads of one run share; a class, because they share it.
private final class Progress: Sendable {
  struct Failure {
    var shard: Int
    var error: any Error
  }

  let next = Atomic<Int>(0)
  let lastAllowed = Atomic<Int>(.max)
  let wasCancelled = Atomic<Bool>(false)
  let failure = Mutex<Failure?>(nil)

  func work(
    _ shardCount: Int, _ cancellation: CancellationFlag?,
    _ body: @Sendable (Int) throws -> Void
  ) {
    while true {
      if let cancellation, cancellation.isCancelled {
        if next.load(ordering: .relaxed) < shardCount {
          wasCancelled.store(true, ordering: .relaxed)
        }
        return
      }
      let shard = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if shard >= shardCount || shard > lastAllowed.load(ordering: .relaxed) { return }
      do {
        try body(shard)
      } catch {
        fail(shard, error)
      }
    }
  }

  private func fail(_ shard: Int, _ error: any Error) {
    failure.withLock { failure in
      if let known = failure, known.shard < shard { return }
      failure = Failure(shard: shard, error: error)
      lastAllowed.store(shard, ordering: .relaxed)
    }
  }
}
