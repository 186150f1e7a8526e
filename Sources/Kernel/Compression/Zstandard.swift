import CZstd

/// A frame that cannot be unpacked.
public struct ZstandardError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }
}

/// Packs bytes into Zstandard frames, one context for many frames.
///
/// A class because it owns a C context; not shared between threads. The same input and level give
/// the same bytes on every machine with the same library version.
/// - Source: RFC 8878; libzstd.
public final class Compressor {
  private let context: OpaquePointer
  public let level: Int32

  /// - Parameter level: -7 (fastest) to 19 (smallest).
  public init(level: Int32 = 1) {
    guard let context = ZSTD_createCCtx() else {
      preconditionFailure("memory for a compression context")
    }
    self.context = context
    self.level = min(max(level, -7), 19)
  }

  deinit { ZSTD_freeCCtx(context) }

  /// Packs `input` as one frame that states its own unpacked size.
  public func compress(_ input: UnsafeRawBufferPointer) -> [UInt8] {
    let bound = ZSTD_compressBound(input.count)
    return [UInt8](unsafeUninitializedCapacity: bound) { target, count in
      let size = ZSTD_compressCCtx(
        context, target.baseAddress, bound, input.baseAddress, input.count, level)
      precondition(ZSTD_isError(size) == 0, "the bound given by the library is enough")
      count = size
    }
  }

  public func compress(_ input: [UInt8]) -> [UInt8] { input.withUnsafeBytes { compress($0) } }
}

/// Unpacks Zstandard frames.
///
/// A class because it owns a C context; not shared between threads.
public final class Decompressor {
  private let context: OpaquePointer

  public init() {
    guard let context = ZSTD_createDCtx() else {
      preconditionFailure("memory for a decompression context")
    }
    self.context = context
  }

  deinit { ZSTD_freeDCtx(context) }

  /// Unpacks the frame that a buffer begins with, if it states at most `countMax` bytes.
  ///
  /// - Returns: its bytes, and how many bytes of the buffer it took.
  public func decompressFirst(
    _ input: UnsafeRawBufferPointer, countMax: Int
  ) throws(ZstandardError) -> (bytes: [UInt8], taken: Int) {
    let taken = ZSTD_findFrameCompressedSize(input.baseAddress, input.count)
    guard ZSTD_isError(taken) == 0 else { throw ZstandardError("found no whole frame") }
    let frame = UnsafeRawBufferPointer(rebasing: input[..<taken])
    let stated = ZSTD_getFrameContentSize(frame.baseAddress, frame.count)
    guard stated <= UInt64(countMax) else {
      throw ZstandardError("the frame states no size of at most \(countMax) bytes")
    }
    return (try decompress(frame, count: Int(stated)), taken)
  }

  /// Unpacks one frame that must hold exactly `count` bytes.
  public func decompress(
    _ input: UnsafeRawBufferPointer, count: Int
  ) throws(ZstandardError) -> [UInt8] {
    let stated = ZSTD_getFrameContentSize(input.baseAddress, input.count)
    // A false size must not be able to reserve memory: frame and caller have to agree on it.
    guard count >= 0, stated == UInt64(count) else {
      throw ZstandardError("the frame does not state a size of \(count) bytes")
    }
    var size = 0
    let output = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
      size = ZSTD_decompressDCtx(
        context, target.baseAddress, count, input.baseAddress, input.count)
      filled = ZSTD_isError(size) == 0 ? size : 0
    }
    guard ZSTD_isError(size) == 0 else {
      let name = ZSTD_getErrorName(size).map { String(cString: $0) } ?? "unknown error"
      throw ZstandardError(name)
    }
    guard output.count == count else {
      throw ZstandardError("unpacked \(output.count) bytes, expected \(count)")
    }
    return output
  }
}
