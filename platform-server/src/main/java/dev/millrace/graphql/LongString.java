package dev.millrace.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.IntValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import java.math.BigInteger;
import java.util.Locale;

/** The scalar for 64-bit numbers: a string in answers, a string or a number in questions. */
final class LongString implements Coercing<Long, String> {

  static final GraphQLScalarType TYPE =
      GraphQLScalarType.newScalar().name("LongString").coercing(new LongString()).build();

  private LongString() {}

  @Override
  public String serialize(Object value, GraphQLContext context, Locale locale) {
    return value.toString();
  }

  @Override
  public Long parseValue(Object input, GraphQLContext context, Locale locale) {
    try {
      return new BigInteger(input.toString()).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new CoercingParseValueException("LongString must be a whole number of 64 bits.", e);
    }
  }

  @Override
  public Long parseLiteral(
      Value<?> literal, CoercedVariables variables, GraphQLContext context, Locale locale) {
    try {
      if (literal instanceof IntValue number) {
        return number.getValue().longValueExact();
      }
      if (literal instanceof StringValue text) {
        return new BigInteger(String.valueOf(text.getValue())).longValueExact();
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw new CoercingParseLiteralException("LongString must be a whole number of 64 bits.", e);
    }
    throw new CoercingParseLiteralException("LongString must be a whole number.");
  }
}
