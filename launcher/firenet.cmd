@echo off
rem Starts FIRENet's command line. FIRENET_JAVA_OPTS adds options for Java.
setlocal
set "here=%~dp0"
set "home=%here:~0,-1%"
if not exist "%home%\lib\firenet-launcher-*.jar" set "home=%here%target\firenet"
if not exist "%home%\lib\firenet-launcher-*.jar" (
  echo firenet: error: not built yet; run "mvn -DskipTests package" in the project's folder 1>&2
  exit /b 1
)
set "java=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
rem OpenMP threads that wait for work must sleep: ND4J's and oneDNN's pools otherwise fight for the cores.
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
rem Newer Javas warn of native libraries and of what OSGi frameworks do with sun.misc.Unsafe; older ones do not know the options.
"%java%" -XX:+IgnoreUnrecognizedVMOptions --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djava.library.path=none -XX:+UseSerialGC -Xmn96m -Djava.awt.headless=true "-Dfirenet.home=%home%" -Dfirenet.terminal=false %FIRENET_JAVA_OPTS% -cp "%home%\lib\*" io.firenet.launcher.Firenet %*
exit /b %errorlevel%
