import ArgumentParser

/// Negative numbers as values of options, which the parser takes for options of their own.
enum NegativeValues {
  /// The same arguments with each such value joined to its option, `--seed=-1` for `--seed -1`.
  ///
  /// - Returns: nil where there is none.
  static func joined(_ arguments: [String]) -> [String]? {
    var result: [String] = []
    var isJoined = false
    for argument in arguments {
      if isNegative(argument), let option = result.last, takesValue(option) {
        result[result.count - 1] = option + "=" + argument
        isJoined = true
      } else {
        result.append(argument)
      }
    }
    return isJoined ? result : nil
  }

  private static func takesValue(_ argument: String) -> Bool {
    argument.count > 2 && argument.hasPrefix("--") && !argument.contains("=")
  }

  /// Numbers with units, too, such as `-1d`.
  private static func isNegative(_ argument: String) -> Bool {
    let digits = argument.dropFirst(argument.hasPrefix("-.") ? 2 : 1)
    return argument.hasPrefix("-") && digits.first.map { ("0"..."9").contains($0) } ?? false
  }
}

/// A seed as the command line takes it.
enum SeedText {
  @Sendable static func parse(_ text: String) throws -> UInt64 {
    guard let seed = UInt64(text) else {
      throw ValidationError("expected a whole number from 0 to \(UInt64.max)")
    }
    return seed
  }
}
