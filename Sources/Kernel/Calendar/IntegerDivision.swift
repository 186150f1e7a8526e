/// Division that rounds down, so that times before 1970 fall into the right day.
@inlinable
func flooredQuotient<Integer: FixedWidthInteger & SignedInteger>(
  _ a: Integer, _ b: Integer
) -> Integer {
  let quotient = a / b
  return a % b < 0 ? quotient - 1 : quotient
}

/// The remainder of ``flooredQuotient(_:_:)``, in 0..<b for positive `b`.
@inlinable
func flooredRemainder<Integer: FixedWidthInteger & SignedInteger>(
  _ a: Integer, _ b: Integer
) -> Integer {
  let remainder = a % b
  return remainder < 0 ? remainder + b : remainder
}

/// A decimal number with leading zeros, the sign in front.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - digits.count))
  return (number < 0 ? "-" : "") + zeros + digits
}
