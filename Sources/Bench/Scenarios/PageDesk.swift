internal import Synchronization

/// Takes the pages of one window from many threads and lets one at a time write them, in home
/// order.
///
/// A class, because the threads share it. A thread that hands in a page writes whatever is next in
/// order until a page is missing; nobody waits for anybody.
final class PageDesk: Sendable {
  private struct State {
    var waiting: [Int: ShardPage] = [:]
    var next = 0
    var isWriting = false
  }

  private let state = Mutex(State())
  private let write: @Sendable (ShardPage) throws -> Void

  init(write: @escaping @Sendable (ShardPage) throws -> Void) { self.write = write }

  /// - Throws: what writing throws; pages handed in afterwards are not written.
  func handIn(_ page: ShardPage) throws {
    state.withLock { $0.waiting[page.home] = page }
    var isMine = false
    while let next = takeNext(isMine: &isMine) { try write(next) }
  }

  /// The next page in order, if it is there and nobody else is writing.
  private func takeNext(isMine: inout Bool) -> ShardPage? {
    let mine = isMine
    let taken: ShardPage? = state.withLock { state in
      if state.isWriting, !mine { return nil }
      let page = state.waiting.removeValue(forKey: state.next)
      state.isWriting = page != nil
      if page != nil { state.next += 1 }
      return page
    }
    isMine = taken != nil
    return taken
  }
}
