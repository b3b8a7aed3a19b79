using RequestManager.Callers.IssuedKeys;

namespace RequestManager.Tests;

public sealed class IssuedKeyTests
{
    [Fact]
    public void A_new_key_has_our_form_and_is_never_the_same()
    {
        var keys = Enumerable.Range(0, 1000).Select(_ => IssuedKey.New()).ToList();

        Assert.All(keys, key => Assert.True(IssuedKey.IsWellFormed(key)));
        Assert.Distinct(keys);
    }

    [Fact]
    public void One_character_changed_is_no_key_of_ours()
    {
        var key = IssuedKey.New();

        Assert.All(Enumerable.Range(0, key.Length), at =>
        {
            var changed = key.ToCharArray();
            changed[at] = changed[at] == 'A' ? 'B' : 'A';
            Assert.False(IssuedKey.IsWellFormed(new(changed)));
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("ssa_")]
    [InlineData("ssa_ssa_ssa_")]
    [InlineData("web-test-user")]
    [InlineData("ssa_ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ")]
    public void Anything_else_is_none(string key) => Assert.False(IssuedKey.IsWellFormed(key));

    [Fact]
    public void A_key_cut_short_or_made_longer_is_none()
    {
        var key = IssuedKey.New();

        Assert.False(IssuedKey.IsWellFormed(key[..^1]));
        Assert.False(IssuedKey.IsWellFormed(key + "A"));
        Assert.False(IssuedKey.IsWellFormed(key + " "));
    }
}
