/// A pending event: when, for whom, that one's own sequence number, and what.
///
/// Events run in the order (time, entity, sequence), so that adding an entity changes nobody else's
/// order; a number counted over all entities would.
@frozen
public struct QueuedEvent<Payload: BitwiseCopyable & Sendable>: BitwiseCopyable, Sendable {
  /// When the event happens, in microseconds since 1970 UTC.
  public var time: SimTime
  @usableFromInline var tie: UInt64
  public var payload: Payload

  @inlinable @inline(__always)
  public init(time: SimTime, entity: UInt32, sequence: UInt32, payload: Payload) {
    self.time = time
    tie = UInt64(entity) &<< 32 | UInt64(sequence)
    self.payload = payload
  }

  /// Whom the event concerns.
  @inlinable @inline(__always)
  public var entity: UInt32 { UInt32(truncatingIfNeeded: tie &>> 32) }

  /// Orders the events that one entity has at one time.
  @inlinable @inline(__always)
  public var sequence: UInt32 { UInt32(truncatingIfNeeded: tie) }

  /// Time, entity and sequence as one number, so that an order costs two instructions.
  @inlinable @inline(__always)
  var key: Int128 { Int128(truncatingIfNeeded: time.microseconds) &<< 64 | Int128(tie) }

  /// Stands after all events where there is none.
  @inlinable
  static var sentinel: Self {
    withUnsafeTemporaryAllocation(of: Self.self, capacity: 1) { memory in
      // The payload is never read; zero bytes stand in for it.
      UnsafeMutableRawBufferPointer(memory).initializeMemory(as: UInt8.self, repeating: 0)
      var event = memory[0]
      event.time = SimTime(microseconds: .max)
      event.tie = .max
      return event
    }
  }
}
