// A runner that prints in colours says so by the environment, and commands that are tried inside its process would, too.
delete process.env.FORCE_COLOR;
